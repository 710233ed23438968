package io.rcptwatch.app;

import static java.lang.System.Logger.Level.WARNING;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The signal SIGHUP, by which daemons are told to read their files again.
 *
 * <p>The JDK has it in a class that every use of draws a warning which cannot be turned off, so
 * that it is called by its name.
 */
final class Sighup {
    private static final System.Logger LOG = System.getLogger(Sighup.class.getName());

    private Sighup() {}

    /** Does that whenever the signal comes, on a thread of its own. */
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Object hangup =
                    lookup.findConstructor(signal, MethodType.methodType(void.class, String.class))
                            .invoke("HUP");
            Object handle =
                    MethodHandleProxies.asInterfaceInstance(
                            handler,
                            MethodHandles.dropArguments(
                                    lookup.findVirtual(
                                                    Runnable.class,
                                                    "run",
                                                    MethodType.methodType(void.class))
                                            .bindTo(action),
                                    0,
                                    signal));
            lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler))
                    .invoke(hangup, handle);
        } catch (Throwable e) {
            // Windows has no such signal, and another JDK perhaps no such class.
            LOG.log(WARNING, "SIGHUP does not reload the configuration here: " + e);
        }
    }
}
