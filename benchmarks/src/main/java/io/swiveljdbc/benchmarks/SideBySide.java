package io.swiveljdbc.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds and prints what Swivel costs over its target.
 *
 * <p>In each round every benchmark runs once in a JVM of its own, the two sides by turns of a few
 * milliseconds, so that a machine that is busy with something else disturbs both alike.
 */
public final class SideBySide {

  private SideBySide() {}

  /**
   * Runs them, and prints the comparison as a Markdown table.
   *
   * @param args how many rounds, the file for the results in JSON, then any options of JMH
   */
  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    int rounds = Integer.parseInt(args[0]);
    String file = args[1];
    String[] options = List.of(args).subList(2, args.length).toArray(String[]::new);
    List<List<RunResult>> results = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      System.out.printf("== round %d of %d%n", round, rounds);
      results.add(run(options));
    }
    ResultFormatFactory.getInstance(ResultFormatType.JSON, file)
        .writeOut(results.stream().flatMap(List::stream).toList());
    System.out.println("== results in " + file);
    System.out.println();
    System.out.print(new Comparison(results).table());
  }

  private static List<RunResult> run(String[] options)
      throws RunnerException, CommandLineOptionException {
    CommandLineOptions given = new CommandLineOptions(options);
    List<String> jvmArguments = new ArrayList<>(given.getJvmArgsAppend().orElse(List.of()));
    chosen(given).map(RealServers::jvmArgument).forEach(jvmArguments::add);
    OptionsBuilder builder = new OptionsBuilder();
    builder
        .parent(given)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .addProfiler(GCProfiler.class)
        .jvmArgsAppend(jvmArguments.toArray(String[]::new));
    return List.copyOf(new Runner(builder.build()).run());
  }

  /** The servers that are needed, each once. */
  private static Stream<RealServers> chosen(CommandLineOptions given) {
    Collection<String> backends = given.getParameter("backend").orElse(List.of());
    return Stream.of(Backend.values())
        .filter(backend -> backends.isEmpty() || backends.contains(backend.name()))
        .flatMap(backend -> backend.servers().stream())
        .distinct();
  }
}
