package netseat.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class PlacesTest {
    private static ControllerAddress place(int number) {
        return new ControllerAddress("place", number);
    }

    @Test
    void whereItWasSentComesFirstAndAllTakeTurnsWhenNobodyIsThere() {
        Places places = new Places(place(1), Optional.of(place(2)));
        assertThat(places.present()).isEqualTo(place(2));
        places.sentTo(place(3), false);
        assertThat(places.present()).isEqualTo(place(3));
        assertThat(places.admitted()).as("this once").isEmpty();
        places.failed();
        assertThat(places.present()).isEqualTo(place(2));
        places.failed();
        assertThat(places.present()).isEqualTo(place(1));
        places.failed();
        assertThat(places.present()).isEqualTo(place(3));
    }

    @Test
    void aPlaceIsKeptOnlyOnceItHasAdmittedTheDevice() {
        Places places = new Places(place(1), Optional.empty());
        places.sentTo(place(2), true);
        places.failed();
        assertThat(places.present()).isEqualTo(place(1));
        assertThat(places.admitted()).as("at home").isEmpty();
        places.sentTo(place(2), true);
        assertThat(places.admitted()).contains(place(2));
        assertThat(places.admitted()).as("once").isEmpty();
        places.sentTo(place(1), true);
        assertThat(places.present()).as("home again").isEqualTo(place(1));
        assertThat(places.admitted()).contains(place(1));
    }

    @Test
    void homeIsNeverForgottenHoweverOftenItIsSent() {
        Places places = new Places(place(1), Optional.empty());
        for (int i = 2; i < 20; i++) {
            places.sentTo(place(i), false);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(places.present()).isEqualTo(place(19 - i));
            places.failed();
        }
        assertThat(places.present()).isEqualTo(place(1));
    }
}
