package netseat.linux;

/**
 * Sizes, offsets and numbers of Linux's DRM: drm/drm.h and drm/drm_mode.h, the same on x86-64 and AArch64. An ioctl's number
 * holds its structure's size.
 */
final class DrmLayout {
    static final int CAPABILITY_DUMB_BUFFER = 1;
    static final int CONNECTED = 1;
    static final int MODE_TYPE_PREFERRED = 8;
    static final int CLIP_SIZE = 8;

    private static final int GROUP = 'd';

    static final long GET_CAP = Ioctl.readWrite(GROUP, 0x0C, Cap.SIZE);
    static final long GET_RESOURCES = Ioctl.readWrite(GROUP, 0xA0, Resources.SIZE);
    static final long SET_CRTC = Ioctl.readWrite(GROUP, 0xA2, Crtc.SIZE);
    static final long GET_ENCODER = Ioctl.readWrite(GROUP, 0xA6, Encoder.SIZE);
    static final long GET_CONNECTOR = Ioctl.readWrite(GROUP, 0xA7, Connector.SIZE);
    static final long ADD_FB = Ioctl.readWrite(GROUP, 0xAE, Buffer.SIZE);
    static final long REMOVE_FB = Ioctl.readWrite(GROUP, 0xAF, 4);
    static final long DIRTY_FB = Ioctl.readWrite(GROUP, 0xB1, Dirty.SIZE);
    static final long CREATE_DUMB = Ioctl.readWrite(GROUP, 0xB2, Dumb.SIZE);
    static final long MAP_DUMB = Ioctl.readWrite(GROUP, 0xB3, DumbMap.SIZE);
    static final long DESTROY_DUMB = Ioctl.readWrite(GROUP, 0xB4, 4);

    private DrmLayout() {}

    /** struct drm_get_cap. */
    static final class Cap {
        static final int SIZE = 16;
        static final int VALUE = 8;

        private Cap() {}
    }

    /** struct drm_mode_card_res. */
    static final class Resources {
        static final int SIZE = 64;
        static final int CRTCS = 8;
        static final int CONNECTORS = 16;
        static final int COUNT_CRTCS = 36;
        static final int COUNT_CONNECTORS = 40;

        private Resources() {}
    }

    /** struct drm_mode_modeinfo. */
    static final class Mode {
        static final int SIZE = 68;
        static final int WIDTH = 4;
        static final int HEIGHT = 14;
        static final int REFRESH = 24;
        static final int TYPE = 32;

        private Mode() {}
    }

    /** struct drm_mode_get_connector. */
    static final class Connector {
        static final int SIZE = 80;
        static final int ENCODERS = 0;
        static final int MODES = 8;
        static final int COUNT_MODES = 32;
        static final int COUNT_ENCODERS = 40;
        static final int ID = 48;
        static final int TYPE = 52;
        static final int TYPE_ID = 56;
        static final int CONNECTION = 60;

        private Connector() {}
    }

    /** struct drm_mode_get_encoder. */
    static final class Encoder {
        static final int SIZE = 20;
        static final int POSSIBLE_CRTCS = 12;

        private Encoder() {}
    }

    /** struct drm_mode_crtc. */
    static final class Crtc {
        static final int SIZE = 104;
        static final int CONNECTORS = 0;
        static final int COUNT_CONNECTORS = 8;
        static final int ID = 12;
        static final int BUFFER = 16;
        static final int MODE_VALID = 32;
        static final int MODE = 36;

        private Crtc() {}
    }

    /** struct drm_mode_fb_cmd. */
    static final class Buffer {
        static final int SIZE = 28;
        static final int WIDTH = 4;
        static final int HEIGHT = 8;
        static final int PITCH = 12;
        static final int BITS = 16;
        static final int DEPTH = 20;
        static final int HANDLE = 24;

        private Buffer() {}
    }

    /** struct drm_mode_create_dumb. */
    static final class Dumb {
        static final int SIZE = 32;
        static final int WIDTH = 4;
        static final int BITS = 8;
        static final int HANDLE = 16;
        static final int PITCH = 20;
        static final int LENGTH = 24;

        private Dumb() {}
    }

    /** struct drm_mode_map_dumb. */
    static final class DumbMap {
        static final int SIZE = 16;
        static final int OFFSET = 8;

        private DumbMap() {}
    }

    /** struct drm_mode_fb_dirty_cmd. */
    static final class Dirty {
        static final int SIZE = 24;
        static final int COUNT_CLIPS = 12;
        static final int CLIPS = 16;

        private Dirty() {}
    }
}
