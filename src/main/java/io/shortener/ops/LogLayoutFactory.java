package io.shortener.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import java.util.TimeZone;

/** {@code layout: {type: shortener}}: JSON for machines, a line of text for a person. */
@JsonTypeName("shortener")
public final class LogLayoutFactory extends EventJsonLayoutBaseFactory {
  private static final String TEXT =
      "%d{HH:mm:ss.SSS, UTC} %-5level %-22logger{0} %m%replace( [%X{request_id}]){' \\[\\]$', ''}%n%ex";

  private Format format = Format.AUTO;

  public LogLayoutFactory() {
    setFlattenMdc(true);
    setTimestampFormat("yyyy-MM-dd'T'HH:mm:ss.SSSX");
  }

  /** How entries look. */
  public enum Format {
    /** Text when a person looks on, at a terminal; else JSON. */
    AUTO,
    /** Always JSON. */
    JSON,
    /** Always text. */
    TEXT
  }

  @JsonProperty
  public Format getFormat() {
    return format;
  }

  @JsonProperty
  public void setFormat(Format format) {
    this.format = format;
  }

  @Override
  public LayoutBase<ILoggingEvent> build(LoggerContext context, TimeZone timeZone) {
    if (format == Format.JSON || (format == Format.AUTO && !isTerminal())) {
      return super.build(context, timeZone);
    }
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.setPattern(TEXT);
    return layout;
  }

  /** JDK 17 and 25 have no console without a terminal; those from 22 to 24 always have one. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return System.console() != null;
  }
}
