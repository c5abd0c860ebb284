package netseat.linux;

/** How Linux numbers its ioctls (asm-generic/ioctl.h): direction, size of the argument, group, number. Pure functions. */
final class Ioctl {
    private static final int WRITE = 1;
    private static final int READ = 2;

    private Ioctl() {}

    /** One whose argument the kernel fills. */
    static long read(int group, int number, int size) {
        return of(READ, group, number, size);
    }

    /** One whose argument the kernel reads. */
    static long write(int group, int number, int size) {
        return of(WRITE, group, number, size);
    }

    /** One whose argument the kernel reads and fills. */
    static long readWrite(int group, int number, int size) {
        return of(READ | WRITE, group, number, size);
    }

    private static long of(int direction, int group, int number, int size) {
        return (long) direction << 30 | (long) size << 16 | (long) group << 8 | number;
    }
}
