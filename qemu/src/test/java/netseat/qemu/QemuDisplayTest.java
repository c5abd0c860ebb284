package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.hypervisor.LogicalDisplay;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QemuDisplayTest {
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger wishes = new AtomicInteger();
    private final QemuDisplay display = new QemuDisplay(waits::incrementAndGet, wishes::incrementAndGet);

    /** Notes what it is told; may fail on purpose. */
    private static final class Onlooker implements LogicalDisplay.Listener {
        private final List<String> heard = new ArrayList<>();
        private boolean failing;

        private void hear(String what) {
            heard.add(what);
            if (failing) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public void resized(Framebuffer picture) {
            hear("resized " + picture.width());
        }

        @Override
        public void changed(int x, int y, int width, int height) {
            hear("changed " + x);
        }

        @Override
        public void cursorShaped(CursorShape shape) {
            hear("shaped");
        }

        @Override
        public void cursorMoved(int x, int y, boolean visible) {
            hear("moved " + x);
        }

        @Override
        public void settled(long readNanos) {
            hear("settled " + readNanos);
        }
    }

    @Test
    void tellsThePictureFirstAndSettlesOnlyWhatWasTold() {
        Onlooker onlooker = new Onlooker();
        LogicalDisplay.Watch watch = display.watch(onlooker);
        display.settled(1);
        display.changed(3, 0, 1, 1);
        display.settled(2);
        display.settled(3);
        display.resized(new Framebuffer(10, 10));
        watch.close();
        display.changed(4, 0, 1, 1);
        assertThat(onlooker.heard).containsExactly("resized 720", "changed 3", "settled 2", "resized 10");
    }

    @Test
    void passesOnTheNewestWishAndNoneThatNoGuestCanHave() {
        assertThat(display.wish()).isEqualTo(SizeWish.NONE);
        display.suggest(800, 600);
        display.suggest(7680, 4320);
        assertThat(display.wish()).isEqualTo(SizeWish.pack(7680, 4320));
        assertThat(wishes.get()).isEqualTo(2);
        for (int[] bad : new int[][] {{63, 64}, {64, 63}, {8193, 64}, {8192, 8192}, {-1, -1}}) {
            assertThatThrownBy(() -> display.suggest(bad[0], bad[1])).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(wishes.get()).isEqualTo(2);
    }

    @Test
    void countsThoseWhoWait() {
        LogicalDisplay.Watch first = display.watch(new Onlooker());
        LogicalDisplay.Watch second = display.watch(new Onlooker());
        assertThat(display.isWaitedFor()).isFalse();
        first.waiting(true);
        first.waiting(true);
        second.waiting(true);
        assertThat(waits.get()).isEqualTo(2);
        first.waiting(false);
        first.waiting(false);
        assertThat(display.isWaitedFor()).isTrue();
        second.close();
        second.close();
        second.waiting(true);
        assertThat(display.isWaitedFor()).isFalse();
    }

    @Test
    void dropsAnOnlookerThatFailsAndKeepsTheOthers() {
        Onlooker bad = new Onlooker();
        Onlooker good = new Onlooker();
        display.watch(bad).waiting(true);
        display.watch(good);
        bad.failing = true;
        display.changed(1, 0, 1, 1);
        display.changed(2, 0, 1, 1);
        assertThat(bad.heard).containsExactly("resized 720", "changed 1");
        assertThat(good.heard).containsExactly("resized 720", "changed 1", "changed 2");
        assertThat(display.isWaitedFor()).isFalse();
    }

    @Test
    void isBlackWhenOff() {
        display.resized(new Framebuffer(3, 3));
        display.picture().pixels()[0] = 7;
        display.cursorShaped(new CursorShape(1, 1, 0, 0, new int[1]));
        display.blank();
        assertThat(display.picture().pixels()).containsOnly(0).hasSize(9);
        assertThat(display.cursor()).isSameAs(CursorShape.NONE);
    }
}
