package io.swiveljdbc.mysql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which servers have a history in common. MySQL has no identity that the servers of one cluster
 * share and others do not; but they share transactions, and so where these come from.
 */
final class Lineages {

  private record Lineage(String name, Set<String> writers) {}

  private final List<Lineage> known = new ArrayList<>();
  private final Set<String> exempt = new HashSet<>();

  /** Transactions of this writer belong to a cluster that has an identity of its own. */
  synchronized void exempt(String writer) {
    exempt.add(writer);
  }

  /**
   * The name of the history that transactions of these writers belong to.
   *
   * @return null where it cannot be told: a server without any may yet become anybody's replica
   */
  synchronized @Nullable String of(Set<String> writers) {
    if (writers.isEmpty() || !Collections.disjoint(exempt, writers)) {
      return null;
    }
    List<Lineage> common =
        known.stream().filter(one -> !Collections.disjoint(one.writers, writers)).toList();
    // Two that have turned out to be one go by the name of the one that was known first.
    String name = common.isEmpty() ? Collections.min(writers) : common.get(0).name;
    Set<String> all = new HashSet<>(writers);
    common.forEach(one -> all.addAll(one.writers));
    int place = common.isEmpty() ? known.size() : known.indexOf(common.get(0));
    // First: what nothing was added to would be equal, and go as well.
    known.removeAll(common);
    known.add(place, new Lineage(name, Set.copyOf(all)));
    return name;
  }
}
