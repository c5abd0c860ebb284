package netseat.server;

/** Something cannot be done as it was asked for; the message is for whoever asked. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status of HTTP: 400 when what was asked for makes no sense, 404 when it is about something that is not there, 409
     *     when it cannot be as things are
     */
    Refusal(int status, String words) {
        super(words);
        this.status = status;
    }

    int status() {
        return status;
    }
}
