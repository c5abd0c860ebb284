/** OpenID Connect: asks a provider who somebody is, and proves the answer. */
@NullMarked
package netseat.openid;

import org.jspecify.annotations.NullMarked;
