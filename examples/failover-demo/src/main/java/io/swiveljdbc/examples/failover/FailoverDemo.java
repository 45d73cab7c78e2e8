package io.swiveljdbc.examples.failover;

import java.io.IOException;
import java.nio.file.Path;

/** The main of {@code ./demo}. */
public final class FailoverDemo {
  private static final Path REPORTS = Path.of("target", "demo");

  private FailoverDemo() {}

  /** Exits with 0 if nothing was lost or doubled and service came back, 2 for bad arguments. */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    try {
      if (DemoOptions.asksForHelp(arguments)) {
        System.out.println(DemoOptions.HELP);
        return 0;
      }
      return run(DemoOptions.parse(arguments));
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (Exception e) {
      System.err.println("The demo could not be run: " + e);
      return 1;
    }
  }

  private static int run(DemoOptions options) throws Exception {
    Screen screen = new Screen(System.out);
    screen.line(options.announcement());
    Account account;
    try (Stage stage = Stage.open(options, screen)) {
      account = new Play(options, stage, screen).perform();
    }
    publish(account, screen);
    return account.succeeded() ? 0 : 1;
  }

  private static void publish(Account account, Screen screen) throws IOException {
    Path folder = REPORTS.toAbsolutePath();
    JsonReport.write(account, folder.resolve("report.json"));
    HtmlReport.write(account, folder.resolve("index.html"));
    screen.line(new Summary(account).text());
    screen.line("  Plot      " + folder.resolve("index.html"));
    screen.line("  Figures   " + folder.resolve("report.json"));
  }
}
