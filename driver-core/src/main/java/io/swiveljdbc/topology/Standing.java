package io.swiveljdbc.topology;

/** Whether a server that answers belongs to the cluster, and if not, why. */
public enum Standing {
  /** It has not said who it is. */
  UNPROVEN,
  /** It belongs to the cluster. */
  MEMBER,
  /** It was the writer, lost that to another server, and has not stepped down. */
  DEPOSED,
  /** It is a reader with a history that is not the writer's. */
  DIVERGED,
  /** It is a reader that still shows a term before the writer's. */
  BEHIND,
  /** It is a server of the topology under a second name. */
  ALIAS,
  /** It has always reported another database. */
  STRANGER,
  /** It was a member and now reports another database: restored, upgraded or rebuilt. */
  REBUILT,
  /** The same of one that its peers elect, while others show the cluster's database still. */
  APART;

  /** Whether it was a member, and reports another database. */
  boolean changedDatabase() {
    return this == REBUILT || this == APART;
  }

  /** Whether it is, or was until it was rebuilt, of the cluster's database. */
  boolean hasPart() {
    return this == MEMBER || this == DEPOSED || this == DIVERGED || this == BEHIND;
  }
}
