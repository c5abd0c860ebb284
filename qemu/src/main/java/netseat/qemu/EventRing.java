package netseat.qemu;

/** A bounded queue of events packed into longs, without allocation. Guarded by its owner's lock. */
final class EventRing {
    private final long[] events;
    private int head;
    private int size;

    EventRing(int capacity) {
        events = new long[capacity];
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size == events.length;
    }

    int size() {
        return size;
    }

    void add(long event) {
        if (isFull()) {
            throw new IllegalStateException("the ring is full");
        }
        events[(head + size) % events.length] = event;
        size++;
    }

    long first() {
        return events[head];
    }

    void removeFirst() {
        head = (head + 1) % events.length;
        size--;
    }

    long last() {
        return events[(head + size - 1) % events.length];
    }

    void replaceLast(long event) {
        events[(head + size - 1) % events.length] = event;
    }

    void clear() {
        size = 0;
    }
}
