package io.shortener.users;

import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;
import io.shortener.users.UserImport.Outcome;

/** What there is to say of this package's routes. */
final class UsersDescription {
  private static final String EXAMPLE =
      """
      {"id": 1, "username": "ada", "email": "ada@example.com", "created_at": "2026-01-31T23:59:59"}
      """;

  private static final String OUTCOME =
      """
      {"imported": 2, "created": 1, "updated": 1,
       "skipped": [{"line": 4, "reason": "missing email"}], "skipped_count": 1}
      """;

  private UsersDescription() {}

  static Description of() {
    return new Description(Topic.USERS)
        .with(create())
        .with(
            Operation.of("GET /users", "listUsers", "List users")
                .says("Ordered by id.")
                .paged()
                .answers(200, "Users.", Content.rows(user(), EXAMPLE))
                .readOn())
        .with(
            Operation.of("GET /users/{id}", "getUser", "Read a user")
                .answers(200, "The user.", Content.json(user(), EXAMPLE))
                .tagged()
                .refuses(404, "User not found"))
        .with(change())
        .with(
            Operation.of("DELETE /users/{id}", "deleteUser", "Delete a user")
                .says(
                    "With the user's links and events, the events of those links, and the user's keys.")
                .answers(204, "It is gone.")
                .conditional()
                .refuses(403, "Only a key with the scope admin may delete an owner of one")
                .refuses(404, "User not found"));
  }

  static Description ofBulk() {
    return new Description(Topic.USERS)
        .with(
            Operation.of("POST /users/bulk", "importUsers", "Import users from a CSV file")
                .says(
                    """
                    All or none. Columns are `username`, `email` and, if you like, `created_at`, in any \
                    order below a header line. A username that is known gets the new email. A row that \
                    is not usable is skipped and named; of those that are named there are at most 1,000.
                    """)
                .body(
                    Content.form(
                        "The CSV file, in UTF-8, of at most 100 MB.",
                        "username,email\nada,ada@example.com\n"))
                .answers(201, "What came of it.", Content.json(outcome(), OUTCOME))
                .refuses(400, "No file provided", "The file has no header line")
                .refuses(400, "The file is not UTF-8")
                .refuses(413, "Request body too large"));
  }

  private static Operation create() {
    Schema body =
        Schema.object()
            .required("username", Schema.text(NewUser.USERNAME_LIMIT).says("Nobody else's."))
            .required("email", Schema.text(NewUser.EMAIL_LIMIT))
            .says("White space around both is left out.");
    return Operation.of("POST /users", "createUser", "Make a user")
        .body(body.named("NewUser"), "{\"username\": \"grace\", \"email\": \"grace@example.com\"}")
        .creates("The user.", Content.json(user(), EXAMPLE))
        .versioned(201)
        .refuses(400, "Invalid or missing username", "Invalid or missing email")
        .refuses(400, "'username' must be at most " + NewUser.USERNAME_LIMIT + " characters")
        .refuses(409, "Username already exists");
  }

  private static Operation change() {
    Schema body =
        Schema.object()
            .optional("username", Schema.text(NewUser.USERNAME_LIMIT))
            .optional("email", Schema.text(NewUser.EMAIL_LIMIT))
            .ofAtLeast(1)
            .says("What is left out stays as it is.");
    return Operation.of("PUT /users/{id}", "changeUser", "Change a user")
        .body(body.named("UserChanges"), "{\"email\": \"ada@example.org\"}")
        .answers(200, "The user as it is now.", Content.json(user(), EXAMPLE))
        .versioned(200)
        .conditional()
        .refuses(400, "Invalid username", "Invalid email", "Give 'username', 'email' or both")
        .refuses(404, "User not found")
        .refuses(409, "Username already exists");
  }

  private static Schema user() {
    return Schema.of(User.class).named("User");
  }

  private static Schema outcome() {
    return Schema.of(Outcome.class)
        .property("imported", "Rows taken.")
        .property("created", "Users that were not there before.")
        .property("updated", "Rows that changed a user instead.")
        .property("skipped", "The first rows that were not taken; the header is line 1.")
        .property("skipped_count", "How many those were in all.")
        .named("UserImport");
  }
}
