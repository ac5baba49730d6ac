package io.shortener.transfer;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar, below what is said for good; for a person who looks on. */
final class TerminalProgress implements Progress {
  private static final int WIDTH = 78;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream terminal;
  private Optional<ProgressBar> bar = Optional.empty();

  /**
   * @param out for what is said for good
   * @param terminal for the bar
   */
  TerminalProgress(PrintStream out, PrintStream terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void begin(String name, long total) {
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build());
  }

  @Override
  public void reach(long done) {
    bar.ifPresent(begun -> begun.stepTo(done));
  }

  @Override
  public void end() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
    draw("");
  }

  @Override
  public synchronized void say(String line) {
    draw("");
    out.println(line);
  }

  private synchronized void draw(String line) {
    terminal.print(CLEAR_LINE + line);
    terminal.flush();
  }
}
