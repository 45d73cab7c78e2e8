package io.swiveljdbc.benchmarks.outage;

import io.swiveljdbc.testkit.LocalClusterException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All runs in their order: for each fault, each client. */
final class Programme {
  /** Whoever never comes back is believed after this many runs. */
  private static final int BELIEVED = 3;

  private final Options options;
  private final Stage stage;
  private final long end;
  private boolean complete = true;

  Programme(Options options, Stage stage) {
    this.options = options;
    this.stage = stage;
    this.end = System.nanoTime() + options.limit().toNanos();
  }

  List<Series> perform() throws InterruptedException {
    rehearse();
    List<Series> all = new ArrayList<>();
    for (Fault fault : faults()) {
      for (Client client : clients()) {
        if (client.isMeantFor(fault)) {
          all.add(series(client, fault));
        }
      }
    }
    return all;
  }

  /** Whether every run that was asked for could be made. */
  boolean isComplete() {
    return complete;
  }

  /** So that no client pays for the JVM's first time. */
  private void rehearse() throws InterruptedException {
    for (Client client : clients()) {
      for (int i = 0; i < options.rehearsals(); i++) {
        run(client, rehearsed(), "rehearsal");
      }
    }
  }

  private List<Fault> faults() {
    return options.faults().stream().filter(f -> f.isMeantFor(stage.engine())).toList();
  }

  private List<Client> clients() {
    return options.clients().stream().filter(c -> c.isMeantFor(stage.engine())).toList();
  }

  /** The quickest that replaces the writer. */
  private Fault rehearsed() {
    return stage.engine().promotesItself() ? Fault.STOP : Fault.CRASH;
  }

  private Series series(Client client, Fault fault) throws InterruptedException {
    List<Measurement> runs = new ArrayList<>();
    for (int i = 1; i <= options.runs() && !isHopeless(runs); i++) {
      if (System.nanoTime() > end) {
        complete = false;
        break;
      }
      run(client, fault, "run " + i).ifPresent(runs::add);
    }
    return new Series(client, fault, runs);
  }

  private static boolean isHopeless(List<Measurement> runs) {
    return runs.size() >= BELIEVED
        && runs.subList(runs.size() - BELIEVED, runs.size()).stream().noneMatch(Measurement::back);
  }

  private Optional<Measurement> run(Client client, Fault fault, String which)
      throws InterruptedException {
    String title =
        String.format(Locale.ROOT, "%-12s  %-12s  %-9s ", fault.word(), client.word(), which);
    try {
      Measurement measured = new Run(stage, client, fault, options).perform();
      System.out.println(title + line(measured));
      return Optional.of(measured);
    } catch (SQLException | LocalClusterException | IllegalStateException e) {
      System.out.println(title + "could not be measured: " + e.getMessage());
      complete = false;
      stage.heal();
      return Optional.empty();
    }
  }

  private static String line(Measurement run) {
    StringBuilder line = new StringBuilder();
    line.append(run.back() ? "" : "NOT BACK; ");
    for (Figure figure : List.of(Figure.OUTAGE, Figure.EXCESS_FIRST, Figure.EXCESS_ALL)) {
      Double millis = run.millis().get(figure);
      line.append(figure.key()).append(' ').append(Table.millis(millis == null ? 0 : millis));
      line.append("  ");
    }
    return line.append(Table.errors(run.errors())).toString();
  }
}
