package io.swiveljdbc.benchmarks.outage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param engine the servers
 * @param runs of each fault with each client
 * @param rehearsals of each client before, not counted
 * @param faults which
 * @param clients which
 * @param threads of the application
 * @param pause of each thread after each operation
 * @param pool connections in its pool
 * @param bound how long after the fault a run waits for service
 * @param limit after how long no run is begun any more
 * @param tls whether the servers speak TLS
 * @param out where the results go
 */
record Options(
    Engine engine,
    int runs,
    int rehearsals,
    List<Fault> faults,
    List<Client> clients,
    int threads,
    Duration pause,
    int pool,
    Duration bound,
    Duration limit,
    boolean tls,
    Path out) {

  static final String HELP =
      """
      Usage: benchmarks/outage [options]

      Measures how long an application is without its database when a server fails: the same workload
      through Swivel and through the database's driver alone, with HikariCP, on three real servers that
      it starts and stops. Needs a JDK 17 and Maven. docs/outage.md defines each figure.

        --engine <engine>    postgres, mysql (GTID, semi-synchronous) or mysql-group (default postgres)
        --runs <number>      runs of each fault with each client, 1 to 1000 (default 20)
        --rehearsals <n>     crashes with each client before, not counted, 0 to 10 (default 1)
        --faults <list>      of crash,freeze,stop,cut,switchover,reader-crash,thaw (default all but
                             stop; for mysql-group all but cut)
        --clients <list>     of swivel,swivel-200ms,connectorj,connectorj-tuned,pgjdbc,pgjdbc-tuned
                             (default all that speak to the engine); swivel-200ms runs with freeze,
                             cut and thaw only
        --threads <number>   threads of the application, 1 to 200 (default 16)
        --pause <millis>     of each thread after each operation, 0 to 1000 (default 5)
        --pool <number>      connections in its pool, 1 to 200 (default 50)
        --bound <seconds>    how long after the fault a run waits for service (default 20)
        --limit <minutes>    no run is begun after this time (default 120)
        --tls on|off         whether the servers speak TLS (default on)
        --out <directory>    where the results go (default target/outage)
        --help               this text

      A client that is not back within the bound three times in a row is not run again with that fault.
      Writes outage.json, outage.txt, runs.csv and index.html; the log is in target/outage/outage.log.
      Exit code 0 when all was measured, whatever came out; 1 when it could not be; 2 for bad options.

        benchmarks/outage --runs 3 --faults crash,switchover     # about three minutes
        benchmarks/outage                                        # about an hour""";

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("--engine", Engine.POSTGRES.word()),
          Map.entry("--runs", "20"),
          Map.entry("--rehearsals", "1"),
          Map.entry("--faults", ""),
          Map.entry("--clients", words(Client.values(), Client::word)),
          Map.entry("--threads", "16"),
          Map.entry("--pause", "5"),
          Map.entry("--pool", "50"),
          Map.entry("--bound", "20"),
          Map.entry("--limit", "120"),
          Map.entry("--tls", "on"),
          Map.entry("--out", "target/outage"));

  static boolean askForHelp(String... arguments) {
    return List.of(arguments).contains("--help");
  }

  static Options parse(String... arguments) throws UsageException {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    Iterator<String> words = Arrays.stream(arguments).flatMap(Options::parts).iterator();
    while (words.hasNext()) {
      String name = words.next();
      if (!DEFAULTS.containsKey(name)) {
        throw new UsageException("Unknown option \"" + name + "\"");
      }
      if (!words.hasNext()) {
        throw new UsageException(name + " needs a value");
      }
      values.put(name, words.next());
    }
    return of(values);
  }

  private static Options of(Map<String, String> values) throws UsageException {
    Engine engine = several(values, "--engine", Engine.values(), Engine::word).get(0);
    if (value(values, "--faults").isEmpty()) {
      values.put("--faults", faults(engine));
    }
    return new Options(
        engine,
        number(values, "--runs", 1, 1000),
        number(values, "--rehearsals", 0, 10),
        several(values, "--faults", Fault.values(), Fault::word),
        several(values, "--clients", Client.values(), Client::word),
        number(values, "--threads", 1, 200),
        Duration.ofMillis(number(values, "--pause", 0, 1000)),
        number(values, "--pool", 1, 200),
        Duration.ofSeconds(number(values, "--bound", 5, 600)),
        Duration.ofMinutes(number(values, "--limit", 1, 1440)),
        onOrOff(values, "--tls"),
        Path.of(value(values, "--out")));
  }

  /** A group is quick where its writer leaves in good order; all others lose it in any way. */
  private static String faults(Engine engine) {
    return words(
        Arrays.stream(Fault.values())
            .filter(fault -> engine.promotesItself() || fault != Fault.STOP)
            .toArray(Fault[]::new),
        Fault::word);
  }

  /** A value may stand behind an equals sign. */
  private static Stream<String> parts(String word) {
    return word.startsWith("--") ? Arrays.stream(word.split("=", 2)) : Stream.of(word);
  }

  private static int number(Map<String, String> values, String name, int least, int most)
      throws UsageException {
    String value = value(values, name);
    int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
    if (number < least || number > most) {
      throw new UsageException(
          name + " takes a number from " + least + " to " + most + ", not \"" + value + "\"");
    }
    return number;
  }

  private static boolean onOrOff(Map<String, String> values, String name) throws UsageException {
    String value = value(values, name);
    if (!value.equals("on") && !value.equals("off")) {
      throw new UsageException(name + " takes on or off, not \"" + value + "\"");
    }
    return value.equals("on");
  }

  private static <E> List<E> several(
      Map<String, String> values, String name, E[] all, Function<E, String> word)
      throws UsageException {
    List<E> chosen = new ArrayList<>();
    for (String wanted : value(values, name).split(",", -1)) {
      chosen.add(
          Arrays.stream(all)
              .filter(each -> word.apply(each).equals(wanted))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          name
                              + " takes some of "
                              + words(all, word)
                              + ", not \""
                              + wanted
                              + "\"")));
    }
    return chosen;
  }

  private static <E> String words(E[] all, Function<E, String> word) {
    return Arrays.stream(all).map(word).collect(Collectors.joining(","));
  }

  private static String value(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
