package netseat.screen;

/** How long a tile of each kind takes on this machine, learned from the last ones. Owned by one thread. */
final class Pace {
    /** A new measurement counts for one part in so many. */
    private static final int INERTIA = 16;

    private long screen = 6_000;
    private long photo = 30_000;
    private long plain = 1_500;

    Pace() {}

    Pace(Pace other) {
        screen = other.screen;
        photo = other.photo;
        plain = other.plain;
    }

    /** The nanoseconds that the next tile of this kind will take. */
    long of(int kind) {
        return switch (kind) {
            case TilesModel.SCREEN -> screen;
            case TilesModel.PHOTO -> photo;
            default -> plain;
        };
    }

    /** A tile took so long; what held it up, such as another thread, counts no more than four times the usual. */
    void took(int kind, long nanos) {
        long usual = of(kind);
        long next = usual + (Math.min(nanos, 4 * usual) - usual) / INERTIA;
        switch (kind) {
            case TilesModel.SCREEN -> screen = next;
            case TilesModel.PHOTO -> photo = next;
            default -> plain = next;
        }
    }
}
