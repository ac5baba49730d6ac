package io.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DatabaseCircuitTest {
  private final SQLException gone = new SQLException("gone", "08001");
  private final SQLException tooLong = new SQLException("too long", "57014");

  private final Logger logger = (Logger) LoggerFactory.getLogger(DatabaseCircuit.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final DatabaseCircuit circuit = new DatabaseCircuit();

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(said);
  }

  @Test
  void circuitIsOpenUntilItIsClosed() {
    assertThat(circuit.isOpen()).isFalse();
    circuit.open(gone);
    assertThat(circuit.isOpen()).isTrue();
    circuit.close();
    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void whatKeepsItOpenIsToldOnceForEachCause() {
    circuit.open(gone);
    circuit.open(new ConnectionException(gone));
    circuit.open(tooLong);
    circuit.open(gone);
    circuit.open(new IllegalStateException());
    circuit.open(tooLong);

    assertThat(warnings()).isEqualTo(3);
  }

  @Test
  void causeIsToldAgainInTheNextOutage() {
    circuit.open(gone);
    circuit.close();
    circuit.open(gone);

    assertThat(warnings()).isEqualTo(2);
  }

  private long warnings() {
    return said.list.stream().filter(event -> event.getLevel() == Level.WARN).count();
  }
}
