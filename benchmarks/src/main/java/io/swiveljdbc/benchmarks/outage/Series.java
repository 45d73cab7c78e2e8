package io.swiveljdbc.benchmarks.outage;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** All runs of one fault with one client. */
record Series(Client client, Fault fault, List<Measurement> runs) {

  Series {
    runs = List.copyOf(runs);
  }

  /** One value a run, in the order of the runs; runs without the figure are left out. */
  List<Double> values(Figure figure) {
    return runs.stream().map(run -> run.millis().get(figure)).filter(Objects::nonNull).toList();
  }

  Optional<Percentiles> percentiles(Figure figure) {
    return Percentiles.of(values(figure));
  }

  /** How many runs ended at the bound with a thread not yet served. */
  long notBack() {
    return runs.stream().filter(run -> !run.back()).count();
  }

  Map<String, Long> errors() {
    Map<String, Long> errors = new TreeMap<>();
    runs.forEach(run -> run.errors().forEach((state, n) -> errors.merge(state, n, Long::sum)));
    return errors;
  }

  Audit audit() {
    return runs.stream().map(Measurement::audit).reduce(Audit.NOTHING, Audit::plus);
  }
}
