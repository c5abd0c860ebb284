package netseat.server;

import java.util.List;
import netseat.configuration.Declaration;

/**
 * A part of the server that can take a changed declaration while links are open. It is asked on a worker thread, one reload at a
 * time, after the declaration as a whole was found to be good.
 */
interface Reloadable {
    /**
     * Goes by this declaration from now on.
     *
     * @return what has changed by that, and what takes effect later only, in words for the operator; empty when nothing has
     */
    List<String> reload(Declaration declaration);
}
