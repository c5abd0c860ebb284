package netseat.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import netseat.screen.Framebuffer;

/**
 * A guest whose screen never stands still and says how old it is: a boot sector that, sixty times a second, counts one up,
 * writes the count as sixteen bits into the first row of its text screen, and fills two more rows with random characters
 * in random colours. That is more than a line of 500 kbit/s can carry.
 */
public final class Ticker {
    /** Ticks a second. */
    public static final int RATE = 60;

    /** The count begins anew after so many ticks. */
    public static final int WRAP = 1 << 16;

    private static final int BITS = 16;
    private static final int CELL_WIDTH = 9;
    private static final int CELL_MIDDLE = 8;
    private static final int SECTOR = 512;

    /** 16-bit code, at 0x7C00. */
    private static final String CODE = """
            fa 31c0 8ed0 bc007c         cli; ss = 0; sp = 0x7c00
            b80300 cd10                 text mode, 80 columns, 25 rows
            b401 b90020 cd10            no cursor, which would blink
            b800b8 8ec0                 es = the screen
            b036 e643                   timer 0 counts 19886: 60 Hz
            b0ae e640 b04d e640
            31db bd0100 bea000 fb fc    count (bx) = 0; random (bp) = 1; row (si) = 1; sti; cld
            f4 43                       tick: hlt; count++
            31ff 89da b91000            di = 0; dx = count; cx = 16
            b82007 d1e2 7302 b0db       bit: ax = grey space, or a block if the highest bit of dx is set
            ab e2f4                     stosw; loop bit
            b202                        dl = 2 rows
            81c6a000 81fea00f 7203      row: the next one; after the last
            bea000                      the second again
            89f7 b95000                 di = row; cx = 80
            89e8 c1e007 31c5            character: random ^= random << 7
            89e8 c1e809 31c5            random ^= random >> 9
            89e8 c1e008 31c5            random ^= random << 8
            89e8 243f 0420 80e47f       ax = a character from 0x20 to 0x5f in a colour that does not blink
            ab e2df                     stosw; loop character
            feca 75c9                   dl--; until 0: row
            ebb0                        jmp tick
            """;

    private Ticker() {}

    /** A machine of this name as TOML; its disk, which no two share, is written into this folder. */
    public static String machine(String name, Path folder) throws IOException {
        byte[] sector = new byte[SECTOR];
        StringBuilder hex = new StringBuilder();
        for (String line : CODE.lines().toList()) {
            hex.append(line.split("  ", 2)[0].replace(" ", ""));
        }
        byte[] code = HexFormat.of().parseHex(hex);
        System.arraycopy(code, 0, sector, 0, code.length);
        sector[SECTOR - 2] = 0x55;
        sector[SECTOR - 1] = (byte) 0xAA;
        Path disk = Files.write(folder.resolve(name + ".img"), Arrays.copyOf(sector, 1 << 20));
        return Guests.machine(name, "disks = [\"" + disk + "\"]\nmemory = 32\n");
    }

    /** The count that a picture shows; -1 when it is not the ticker's text screen. */
    public static int count(Framebuffer picture) {
        if (picture.width() != 720 || picture.height() != 400) {
            return -1;
        }
        int count = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int x = bit * CELL_WIDTH + CELL_WIDTH / 2;
            count = count << 1 | (picture.pixels()[CELL_MIDDLE * picture.width() + x] == 0 ? 0 : 1);
        }
        return count;
    }
}
