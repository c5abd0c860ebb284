package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import netseat.hypervisor.Registration;
import org.jspecify.annotations.Nullable;

/** What is drawn over the pictures of one seat's displays, and of nobody else's. Any thread. */
final class SeatScreen {
    private final Runnable appears;
    private final List<Runnable> onlookers = new CopyOnWriteArrayList<>();
    private volatile Content content = new Content(null, "");

    /** @param appears called when there is something to be drawn from now on, or nothing any more; must not block */
    SeatScreen(Runnable appears) {
        this.appears = appears;
    }

    /**
     * Something to be drawn; each change is another object.
     *
     * @param menu the seat's menu, under which the picture is dimmed; null while it is closed
     * @param banner the words of a bar at the top; empty without one
     */
    record Content(@Nullable MenuPage menu, String banner) {
        boolean isNothing() {
            return menu == null && banner.isEmpty();
        }

        /** Whether the picture beneath is dimmed, and the guest's pointer hidden. */
        boolean dims() {
            return menu != null;
        }

        /** What lies over a picture of this size, none over another. */
        List<Plate> plates(int width, int height) {
            List<Plate> plates = new ArrayList<>();
            int top = 0;
            if (!banner.isEmpty()) {
                Plate bar = BannerPainter.plate(banner, width, height);
                top = bar.pixels().height();
                plates.add(bar);
            }
            if (menu != null && top < height) {
                plates.add(new MenuPainter(menu, width, height - top).plate(top));
            }
            return plates;
        }
    }

    Content content() {
        return content;
    }

    /** Shows this menu from now on; null when it is closed. */
    void menu(@Nullable MenuPage menu) {
        Content before;
        synchronized (this) {
            before = content;
            content = new Content(menu, before.banner());
        }
        changed(before.isNothing());
    }

    /** Shows a bar with these words from now on; none when there are no words. */
    void banner(String words) {
        Content before;
        synchronized (this) {
            before = content;
            content = new Content(before.menu(), words);
        }
        changed(before.isNothing());
    }

    private void changed(boolean wasNothing) {
        onlookers.forEach(Runnable::run);
        if (wasNothing != content.isNothing()) {
            appears.run();
        }
    }

    /** Calls the listener after each change, on the thread that makes it; it must not block. */
    Registration onChange(Runnable onlooker) {
        onlookers.add(onlooker);
        return () -> onlookers.remove(onlooker);
    }
}
