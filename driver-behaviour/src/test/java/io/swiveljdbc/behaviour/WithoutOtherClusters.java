package io.swiveljdbc.behaviour;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that count what is left in their JVM: nothing of other classes' clusters lives on. */
public final class WithoutOtherClusters implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    StartedClusters.closeAll(context);
  }
}
