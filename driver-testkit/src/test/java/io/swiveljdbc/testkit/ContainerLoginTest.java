package io.swiveljdbc.testkit;

@NeedsImage("postgres:18")
@WithPostgres(
    readers = 0,
    tls = true,
    user = "shop",
    password = "s&cret",
    database = "shop",
    image = "postgres:18")
final class ContainerLoginTest extends LoginTest {}
