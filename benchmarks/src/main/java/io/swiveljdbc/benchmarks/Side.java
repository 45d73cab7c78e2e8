package io.swiveljdbc.benchmarks;

/** What is compared. */
public enum Side {
  /** The target driver alone, connected to the server that Swivel would choose. */
  TARGET,
  /** The same through Swivel. */
  SWIVEL
}
