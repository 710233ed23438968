package io.rcptwatch.watch;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The file descriptors of this process. */
public interface Descriptors {
    /** How many more can be opened; {@link Long#MAX_VALUE} where the system has no bound. */
    long left();

    /** As the operating system says. */
    static Descriptors ofProcess() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? () -> left(unix)
                : () -> Long.MAX_VALUE;
    }

    private static long left(UnixOperatingSystemMXBean unix) {
        try {
            return unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount();
        } catch (InternalError e) {
            // To count them takes one.
            return 0;
        }
    }
}
