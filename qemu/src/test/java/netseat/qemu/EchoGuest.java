package netseat.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The smallest guest: a boot sector that writes '!' to the serial port when it is ready, then every byte that its
 * keyboard controller gives it.
 */
final class EchoGuest implements AutoCloseable {
    static final String READY = "21";

    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    "FA" // cli
                            + "31C0" // xor ax, ax
                            + "8ED8" // mov ds, ax
                            + "C7062400187C" // mov word [9 * 4], handler
                            + "A32600" // mov [9 * 4 + 2], ax
                            + "BAF803" // mov dx, 3F8h
                            + "B021" // mov al, '!'
                            + "EE" // out dx, al
                            + "FB" // sti
                            + "F4" // idle: hlt
                            + "EBFD" // jmp idle
                            + "E460" // handler: in al, 60h
                            + "88C3" // mov bl, al
                            + "BAFD03" // mov dx, 3FDh
                            + "EC" // wait: in al, dx
                            + "A820" // test al, 20h
                            + "74FB" // jz wait
                            + "88D8" // mov al, bl
                            + "B2F8" // mov dl, 0F8h
                            + "EE" // out dx, al
                            + "B020" // mov al, 20h
                            + "E620" // out 20h, al
                            + "CF"); // iret

    private final SocketChannel serial = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final StringBuilder heard = new StringBuilder();

    /** Listens to the guest of a machine that runs. */
    EchoGuest(Path machineFolder) throws IOException {
        serial.connect(UnixDomainSocketAddress.of(machineFolder.resolve("serial")));
        serial.configureBlocking(false);
    }

    static void writeDisk(Path disk) throws IOException {
        byte[] image = Arrays.copyOf(CODE, 1 << 20);
        image[510] = 0x55;
        image[511] = (byte) 0xAA;
        Files.write(disk, image);
    }

    /** All bytes heard since the last {@link #forget}, as pairs of hexadecimal digits with a blank between. */
    String heard() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        while (serial.read(bytes.clear()) > 0) {
            bytes.flip();
            while (bytes.hasRemaining()) {
                heard.append(heard.isEmpty() ? "" : " ").append("%02X".formatted(bytes.get()));
            }
        }
        return heard.toString();
    }

    void forget() {
        heard.setLength(0);
    }

    @Override
    public void close() throws IOException {
        serial.close();
    }
}
