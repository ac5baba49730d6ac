package io.shortener.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.LowerCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A log entry in the names that Python's logging made known.
 *
 * @param asctime UTC, {@code YYYY-MM-DD HH:MM:SS,mmm}
 * @param name of the logger
 * @param pathname of the file that logged
 * @param requestId of the request that it was logged for, if any
 * @param stackTrace of the exception, if any
 */
@JsonNaming(LowerCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record LogEntry(
    String asctime,
    String name,
    String levelname,
    String message,
    String pathname,
    int lineno,
    String thread,
    @JsonProperty("request_id") @Nullable String requestId,
    @JsonProperty("stack_trace") @Nullable String stackTrace) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);

  static LogEntry of(ILoggingEvent event) {
    StackTraceElement[] callers = event.getCallerData();
    StackTraceElement caller =
        callers.length > 0 ? callers[0] : new StackTraceElement("?", "?", "?", 0);
    return new LogEntry(
        TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
        event.getLoggerName(),
        event.getLevel().equals(Level.WARN) ? "WARNING" : event.getLevel().toString(),
        event.getFormattedMessage(),
        Objects.requireNonNullElse(caller.getFileName(), "?"),
        caller.getLineNumber(),
        event.getThreadName(),
        event.getMDCPropertyMap().get("request_id"),
        event.getThrowableProxy() == null
            ? null
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  /** Whether any field has the text, in any case. */
  boolean contains(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.of(
            asctime,
            name,
            levelname,
            message,
            pathname,
            Integer.toString(lineno),
            thread,
            requestId,
            stackTrace)
        .filter(Objects::nonNull)
        .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
