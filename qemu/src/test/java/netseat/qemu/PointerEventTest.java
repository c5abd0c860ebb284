package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import netseat.hypervisor.LogicalPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PointerEventTest {
    @Test
    void packsBothSigns() {
        long event = PointerEvent.move(-5, LogicalPointer.MAX_MOTION);
        assertThat(PointerEvent.first(event)).isEqualTo(-5);
        assertThat(PointerEvent.second(event)).isEqualTo(LogicalPointer.MAX_MOTION);
        assertThat(PointerEvent.isMotion(event)).isTrue();
        assertThat(PointerEvent.isMotion(PointerEvent.wheel(-1, -1))).isFalse();
        assertThat(PointerEvent.isButton(PointerEvent.button(4, true))).isTrue();
    }

    @Test
    void mergesMotionOfOneKind() {
        assertThat(PointerEvent.merge(PointerEvent.move(1, -2), PointerEvent.move(3, -4)))
                .isEqualTo(PointerEvent.move(4, -6));
        assertThat(PointerEvent.merge(PointerEvent.moveTo(1, 2), PointerEvent.moveTo(3, 4)))
                .isEqualTo(PointerEvent.moveTo(3, 4));
        assertThat(PointerEvent.merge(PointerEvent.move(1, 2), PointerEvent.moveTo(3, 4)))
                .isEqualTo(PointerEvent.NONE);
        assertThat(PointerEvent.merge(PointerEvent.button(1, true), PointerEvent.move(3, 4)))
                .isEqualTo(PointerEvent.NONE);
        assertThat(PointerEvent.merge(PointerEvent.wheel(1, 0), PointerEvent.wheel(1, 0)))
                .isEqualTo(PointerEvent.NONE);
    }

    @Test
    void keepsSumsWithinBounds() {
        long most = PointerEvent.move(LogicalPointer.MAX_MOTION, -LogicalPointer.MAX_MOTION);
        assertThat(PointerEvent.merge(most, most)).isEqualTo(most);
    }
}
