package io.swiveljdbc.postgres;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Work in transactions of Spring, by the attributes of {@code @Transactional}. */
record Transactional(PlatformTransactionManager manager) {

  void readOnly(Runnable work) {
    run(TransactionDefinition.PROPAGATION_REQUIRED, true, work);
  }

  void readWrite(Runnable work) {
    run(TransactionDefinition.PROPAGATION_REQUIRED, false, work);
  }

  void nested(Runnable work) {
    run(TransactionDefinition.PROPAGATION_NESTED, false, work);
  }

  void requiresNew(Runnable work) {
    run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, false, work);
  }

  void requiresNewReadOnly(Runnable work) {
    run(TransactionDefinition.PROPAGATION_REQUIRES_NEW, true, work);
  }

  private void run(int propagation, boolean readOnly, Runnable work) {
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(propagation);
    template.setReadOnly(readOnly);
    template.executeWithoutResult(transaction -> work.run());
  }
}
