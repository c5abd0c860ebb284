/** Who may do what: users, roles, sessions, tokens, and the log of what they did. It knows neither HTTP nor machines. */
@NullMarked
package netseat.access;

import org.jspecify.annotations.NullMarked;
