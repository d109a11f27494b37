package dev.payoff.browser;

import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * What all tests in a browser share: one browser for a class, which is skipped where the machine
 * has none, and a desk that is left after each test. Who sits there, and before what, each class
 * says itself.
 */
abstract class AtADesk {

    private static Chromium chromium;

    @TestHTTPResource("/")
    URI home;

    Desk desk;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void leave() {
        if (desk != null) {
            desk.close();
            desk = null;
        }
    }

    static Chromium chromium() {
        return chromium;
    }

    /** Somebody who is logged in, in daylight; whoever sat here before has left. */
    Desk sit() {
        return sit(Desk.DESK_WIDTH, ColorScheme.LIGHT);
    }

    Desk sit(int width, ColorScheme scheme) {
        return sit(home, width, scheme);
    }

    Desk sit(URI at, int width, ColorScheme scheme) {
        leave();
        desk = Desk.open(chromium, at, width, scheme);
        return desk;
    }
}
