package io.swiveljdbc.benchmarks.outage;

import java.io.IOException;
import java.util.List;

/** The main of {@code benchmarks/outage}. */
public final class OutageBenchmark {
  private OutageBenchmark() {}

  /** Exits with 0 if all was measured, 1 if it could not be, 2 for bad arguments. */
  public static void main(String... arguments) {
    DriverLog.redirect();
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    try {
      if (Options.askForHelp(arguments)) {
        System.out.println(Options.HELP);
        return 0;
      }
      return measure(Options.parse(arguments));
    } catch (UsageException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (IOException | RuntimeException e) {
      System.err.println("The benchmark could not be run: " + e);
      return 1;
    }
  }

  private static int measure(Options options) throws IOException, InterruptedException {
    try (Stage stage = Stage.open(options.engine(), options.tls())) {
      String surroundings =
          Surroundings.describe(stage.engine(), stage.serverVersion(), options.tls());
      System.out.println(surroundings);
      Programme programme = new Programme(options, stage);
      List<Series> all = programme.perform();
      Report report = new Report(options, surroundings, all);
      report.write();
      System.out.println(report.text());
      return programme.isComplete() ? 0 : 1;
    }
  }
}
