package io.swiveljdbc.session;

import io.swiveljdbc.spi.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What SQL texts set in a session, in the order in which they set it: to be repeated on every
 * physical connection. An immutable value.
 */
final class SqlSettings {

  static final SqlSettings NONE = new SqlSettings(Map.of());

  private final Map<String, Setting> byName;
  private final Optional<Setting> isolation;
  private final boolean resettable;

  private SqlSettings(Map<String, Setting> byName) {
    this.byName = byName;
    this.isolation = covering(Setting.Covers.ISOLATION);
    this.resettable = byName.values().stream().noneMatch(setting -> setting.reset().isEmpty());
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  SqlSettings with(Setting setting) {
    Map<String, Setting> changed = new LinkedHashMap<>(byName);
    changed.remove(setting.name()); // what is set last comes last
    changed.put(setting.name(), setting);
    return new SqlSettings(Collections.unmodifiableMap(changed));
  }

  SqlSettings without(String name) {
    return where(setting -> !setting.name().equals(name));
  }

  /** Only those of these names. */
  SqlSettings only(Set<String> names) {
    return where(setting -> names.contains(setting.name()));
  }

  /** Without what stands for this setting of JDBC's. */
  SqlSettings without(Setting.Covers covers) {
    return covers == Setting.Covers.NOTHING ? this : where(s -> s.covers() != covers);
  }

  private SqlSettings where(Predicate<Setting> kept) {
    Map<String, Setting> left = new LinkedHashMap<>(byName);
    left.values().removeIf(kept.negate());
    return left.size() == byName.size()
        ? this
        : left.isEmpty() ? NONE : new SqlSettings(Collections.unmodifiableMap(left));
  }

  /** Whether a session can be given back the values of a new one; asked whenever it goes back. */
  boolean canBeReset() {
    return resettable;
  }

  /** What sets the isolation of transactions; asked at the start of each. */
  Optional<Setting> isolation() {
    return isolation;
  }

  /** What stands for this setting of JDBC's. */
  final Optional<Setting> covering(Setting.Covers covers) {
    return byName.values().stream().filter(setting -> setting.covers() == covers).findFirst();
  }

  /** The settings of a session that has these which are not among the wanted ones. */
  List<Setting> notIn(SqlSettings wanted) {
    return byName.values().stream().filter(s -> !wanted.byName.containsKey(s.name())).toList();
  }

  /**
   * The settings that a session which has others does not have yet: from the first that differs, or
   * was set there in another order, since one may change what another has set.
   */
  List<Setting> missingIn(SqlSettings present) {
    Iterator<Setting> there =
        present.byName.values().stream().filter(s -> byName.containsKey(s.name())).iterator();
    List<Setting> missing = new ArrayList<>();
    for (Setting setting : byName.values()) {
      if (!missing.isEmpty() || !there.hasNext() || !setting.equals(there.next())) {
        missing.add(setting);
      }
    }
    return missing;
  }

  @Override
  public String toString() {
    return byName.keySet().toString();
  }
}
