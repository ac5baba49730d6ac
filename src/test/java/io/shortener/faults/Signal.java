package io.shortener.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Signals that Java itself does not send. */
enum Signal {
  STOP,
  CONT,
  INT;

  /** Sends it to all; one that has ended since misses nothing. */
  void send(List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    }
  }
}
