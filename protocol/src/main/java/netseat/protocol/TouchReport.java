package netseat.protocol;

/**
 * The contacts of one moment on a touch surface, which belong together. One object is used over and over, so that a report
 * allocates nothing; whoever is given one may use it during the call only.
 */
public final class TouchReport {
    /** The most contacts; they go by the numbers 0 to this less one. */
    public static final int MAX_CONTACTS = 10;

    /** The largest coordinate. */
    public static final int MAX_POSITION = 0x7FFF;

    private final int[] ids = new int[MAX_CONTACTS];
    private final ContactState[] states = new ContactState[MAX_CONTACTS];
    private final int[] xs = new int[MAX_CONTACTS];
    private final int[] ys = new int[MAX_CONTACTS];
    private int count;

    /** Takes all contacts out. */
    public TouchReport clear() {
        count = 0;
        return this;
    }

    /**
     * Adds a contact. The caller checks ranges.
     *
     * @throws IllegalStateException when there are {@link #MAX_CONTACTS}
     */
    public TouchReport add(int id, ContactState state, int x, int y) {
        if (count == MAX_CONTACTS) {
            throw new IllegalStateException("more than " + MAX_CONTACTS + " contacts");
        }
        ids[count] = id;
        states[count] = state;
        xs[count] = x;
        ys[count] = y;
        count++;
        return this;
    }

    /** How many contacts it tells of. */
    public int count() {
        return count;
    }

    /** The number of the i-th contact, the same as long as it lasts. */
    public int id(int i) {
        return ids[i];
    }

    public ContactState state(int i) {
        return states[i];
    }

    /** From the left, 0 to {@link #MAX_POSITION}. */
    public int x(int i) {
        return xs[i];
    }

    /** From the top, likewise. */
    public int y(int i) {
        return ys[i];
    }

    void read(Payload payload) throws ProtocolException {
        clear();
        int contacts = payload.within(payload.u8(), 1, MAX_CONTACTS);
        int seen = 0;
        for (int i = 0; i < contacts; i++) {
            int id = payload.within(payload.u8(), 0, MAX_CONTACTS - 1);
            ContactState state = ContactState.of(payload.u8());
            int x = payload.within(payload.u16(), 0, MAX_POSITION);
            int y = payload.within(payload.u16(), 0, MAX_POSITION);
            if ((seen & 1 << id) != 0) {
                throw new ProtocolException(ByeReason.BAD_VALUE, "contact " + id + " twice in one report");
            }
            seen |= 1 << id;
            add(id, state, x, y);
        }
        payload.finish();
    }
}
