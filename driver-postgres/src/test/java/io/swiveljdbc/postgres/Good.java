package io.swiveljdbc.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@link Goods}, as JPA maps it. */
@Entity(name = "Good")
@Table(name = "goods")
class Good {
  @Id int id;
  String name;

  protected Good() {}

  Good(int id) {
    this.id = id;
    this.name = "new";
  }
}
