package io.rcptwatch;

import io.rcptwatch.wire.CipherSuites;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Does what {@link Main} does first, before any test makes the JDK read its settings of TLS. */
public final class StartOfTests implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        CipherSuites.allowWide();
    }
}
