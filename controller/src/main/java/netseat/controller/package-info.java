@NullMarked
package netseat.controller;

import org.jspecify.annotations.NullMarked;
