package io.shortener.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import java.util.TimeZone;

/** {@code layout: {type: auto}}: text when a person looks at a terminal, else JSON. */
@JsonTypeName("auto")
public final class AutoLayoutFactory extends EventJsonLayoutBaseFactory {
  /** JDK 17 and 25 have no console without a terminal; those from 22 to 24 always have one. */
  @Override
  @SuppressWarnings("SystemConsoleNull")
  public LayoutBase<ILoggingEvent> build(LoggerContext context, TimeZone timeZone) {
    return System.console() != null
        ? new TextLayoutFactory().build(context, timeZone)
        : super.build(context, timeZone);
  }
}
