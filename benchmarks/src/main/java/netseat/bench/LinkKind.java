package netseat.bench;

/** What an encoder is told of the link between it and the unit. */
enum LinkKind {
    /** Where time counts: all but a few tiles are coded quickly. */
    FAST("fast link", Long.MAX_VALUE),

    /** 100 Mbit/s, where bytes count: what has no time waits for the update's next picture. */
    SLOWER("100 Mbit/s", 10_000_000);

    private final String words;
    private final long bytesPerSecond;

    LinkKind(String words, long bytesPerSecond) {
        this.words = words;
        this.bytesPerSecond = bytesPerSecond;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** The name of a screen on such a link. */
    String of(String screen) {
        return screen + ", " + words;
    }
}
