package io.swiveljdbc.examples.failover;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What to play.
 *
 * @param engine what it runs on
 * @param duration of the load
 * @param threads that write, and as many that read
 * @param readers reader servers, beside the writer
 * @param fault what happens to the writer
 */
record DemoOptions(Engine engine, Duration duration, int threads, int readers, Fault fault) {
  static final String HELP =
      """
      Usage: ./demo [options]

      Runs reads and writes through Swivel on real database servers, takes the writer away after a
      quarter of the time, brings it back as a reader after three fifths, and accounts for every write.

        --engine <engine>     what they are (default postgres):
                                postgres     PostgreSQL, synchronous streaming replication
                                mysql        MySQL, semi-synchronous replication by GTID
                                mariadb      MariaDB, the same by its own GTIDs
                                mysql-group  MySQL, Group Replication
                              MySQL is fetched once, from Debian's mirror, and MariaDB from Maven
                              Central; see docs/testkit.md
        --duration <seconds>  how long the load runs, 5 to 600 (default 20)
        --threads <number>    threads that write, and as many that read, 1 to 32 (default 8)
        --readers <number>    reader servers beside the writer, 2 to 9 (default 2)
        --fault <fault>       what happens to the writer (default kill):
                                kill        SIGKILL
                                freeze      SIGSTOP
                                stop        a clean shutdown
                                cut         no packet of a client passes
                                switchover  a planned exchange with a reader
                              A reader is promoted one second later; a group chooses one by itself,
                              about six seconds after kill and freeze, at once after stop
        --help                this text

      Writes target/demo/index.html and target/demo/report.json. Exit code 0 if no acknowledged write
      was lost or doubled and service came back, 1 if not, 2 for bad options.""";

  private static final DemoOptions DEFAULT =
      new DemoOptions(Engine.POSTGRES, Duration.ofSeconds(20), 8, 2, Fault.KILL);

  static boolean asksForHelp(String... arguments) {
    return List.of(arguments).contains("--help");
  }

  static DemoOptions parse(String... arguments) throws UsageException {
    DemoOptions options = DEFAULT;
    Iterator<String> words = splitAtEquals(arguments).iterator();
    while (words.hasNext()) {
      options = options.with(words.next(), words);
    }
    return options;
  }

  private static List<String> splitAtEquals(String... arguments) {
    return Arrays.stream(arguments)
        .flatMap(word -> Arrays.stream(word.startsWith("--") ? word.split("=", 2) : word(word)))
        .toList();
  }

  private static String[] word(String word) {
    return new String[] {word};
  }

  private DemoOptions with(String name, Iterator<String> words) throws UsageException {
    return switch (name) {
      case "--engine" ->
          new DemoOptions(Engine.of(value(name, words)), duration, threads, readers, fault);
      case "--duration" ->
          new DemoOptions(
              engine, Duration.ofSeconds(number(name, words, 5, 600)), threads, readers, fault);
      case "--threads" ->
          new DemoOptions(engine, duration, number(name, words, 1, 32), readers, fault);
      case "--readers" ->
          new DemoOptions(engine, duration, threads, number(name, words, 2, 9), fault);
      case "--fault" ->
          new DemoOptions(engine, duration, threads, readers, Fault.of(value(name, words)));
      default -> throw new UsageException("Unknown option \"" + name + "\"");
    };
  }

  private static int number(String name, Iterator<String> words, int least, int most)
      throws UsageException {
    String value = value(name, words);
    // A duration may carry its unit.
    String digits = name.equals("--duration") ? value.replaceFirst("s$", "") : value;
    int number = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : -1;
    if (number < least || number > most) {
      throw new UsageException(
          name + " takes a number from " + least + " to " + most + ", not \"" + value + "\"");
    }
    return number;
  }

  private static String value(String name, Iterator<String> words) throws UsageException {
    if (!words.hasNext()) {
      throw new UsageException(name + " needs a value");
    }
    return words.next();
  }

  /** Both kinds of threads: the size of the pool. */
  int clients() {
    return 2 * threads;
  }

  Duration faultAt() {
    return duration.dividedBy(4);
  }

  Duration rejoinAt() {
    return duration.multipliedBy(3).dividedBy(5);
  }

  String announcement() {
    return String.format(
        Locale.ROOT,
        "Swivel failover demo: %d %s, %d writing and %d reading threads, %d s," + " fault: %s",
        readers + 1,
        engine.servers(),
        threads,
        threads,
        duration.toSeconds(),
        fault.word());
  }
}
