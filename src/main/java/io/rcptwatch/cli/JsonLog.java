package io.rcptwatch.cli;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.logging.Handler;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.formatters.JsonFormatter;

/** Writes the log as one JSON object a line, if {@code --log-format json} asks for it. */
@Singleton
final class JsonLog {
    private static final int BEFORE_THE_AGENT = 1;

    void begin(
            @Observes @Priority(BEFORE_THE_AGENT) StartupEvent event,
            @ConfigProperty(name = LogOptions.FORMAT) Optional<String> format) {
        if (format.filter(LogOptions.Format.json.name()::equals).isPresent()) {
            for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
                handler.setFormatter(new JsonFormatter());
            }
        }
    }
}
