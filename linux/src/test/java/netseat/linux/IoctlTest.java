package netseat.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The numbers against those that strace prints: each holds its structure's size, so a wrong layout is a wrong number. */
class IoctlTest {
    @Test
    void drm() {
        assertThat(DrmLayout.GET_CAP).isEqualTo(0xC010640CL);
        assertThat(DrmLayout.GET_RESOURCES).isEqualTo(0xC04064A0L);
        assertThat(DrmLayout.SET_CRTC).isEqualTo(0xC06864A2L);
        assertThat(DrmLayout.GET_ENCODER).isEqualTo(0xC01464A6L);
        assertThat(DrmLayout.GET_CONNECTOR).isEqualTo(0xC05064A7L);
        assertThat(DrmLayout.ADD_FB).isEqualTo(0xC01C64AEL);
        assertThat(DrmLayout.REMOVE_FB).isEqualTo(0xC00464AFL);
        assertThat(DrmLayout.DIRTY_FB).isEqualTo(0xC01864B1L);
        assertThat(DrmLayout.CREATE_DUMB).isEqualTo(0xC02064B2L);
        assertThat(DrmLayout.MAP_DUMB).isEqualTo(0xC01064B3L);
        assertThat(DrmLayout.DESTROY_DUMB).isEqualTo(0xC00464B4L);
    }

    @Test
    void evdev() {
        assertThat(Evdev.EVIOCGID).isEqualTo(0x80084502L);
        assertThat(Evdev.EVIOCGRAB).isEqualTo(0x40044590L);
        assertThat(Evdev.eviocgname(256)).isEqualTo(0x81004506L);
        assertThat(Evdev.eviocgbit(Evdev.EV_KEY, 96)).isEqualTo(0x80604521L);
        assertThat(Evdev.eviocgabs(Evdev.ABS_Y)).isEqualTo(0x80184541L);
        assertThat(Evdev.eviocgmtslots(44)).isEqualTo(0x802C450AL);
    }
}
