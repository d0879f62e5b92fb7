/*
 * The protocol of holds, confirms, cancels, expiry and offers to those who wait,
 * as the store runs it against the database: small enough to look at every
 * interleaving.
 *
 * Two associates, one tick each, in three worlds: one in which three holds, a
 * confirm, a cancel and a sweeper meet on one tick; one (TWINS) in which a
 * request is sent through two servers that find it different associates; and
 * one (WAITERS) in which both ticks are booked, and are freed at once while two
 * wait for either, one of whom leaves.
 *
 * A transaction is a row of statements. As in READ COMMITTED, plain reads see
 * what is committed, an UPDATE or an INSERT takes its row's lock and looks at
 * the row as it is committed then, and what is written is seen by others once
 * it is committed; so writes are made at COMMIT here, all at once. Whoever
 * meets a lock waits, or is rolled back (a deadlock, a timeout). A server may
 * die before any COMMIT.
 *
 * Planted, each to be found:
 *   BUG_CONFIRM_WITHOUT_CLOCK  a confirm does not ask whether the hold lives
 *   BUG_CONFIRM_OLD_CLOCK      it asks when it reads, and not when it writes
 *   BUG_EXPIRE_BLINDLY         an expiry does not ask whether the hold is as it
 *                              was when it was found to be due
 *   BUG_RELEASE_OF_OTHERS      ticks are freed by their place, also where the
 *                              booking had been ended by somebody else
 *   BUG_CLAIM_UNSEEN           a hold does not ask whether the tick is taken
 *   BUG_TWIN_UNSEEN            a request may be done twice
 *   BUG_OFFER_LATER            what is freed is offered by another transaction
 *   BUG_OFFER_BLINDLY          an offer does not ask whether its entry waits
 *   BUG_ENTRY_BEHIND           what becomes of an offer does not become of its
 *                              entry
 */

#define BOOKINGS 5 /* 1..5: each hold would make the one of its number */
#define RESOURCES 2
#define REQUESTS 3
#define CLOCK_MAX 2
#define TTL 1
#define NEVER 100

#define NONE 0
#define HELD 1
#define CONFIRMED 2
#define CANCELLED 5
#define EXPIRED 6

/* Of entries of the waiting list. */
#define ENTRIES 2
#define WAITING 1
#define OFFERED 2
#define BOOKED 3
#define LEFT 4
#define OVER 5

typedef Booking {
  byte state;
  byte version;
  byte expire;
  byte resource;
  byte request;
  byte entry /* that it was offered to, or 0 */
};

/* What is committed. */
Booking row[BOOKINGS + 1];
byte claim[RESOURCES];    /* the booking that has the tick, or 0 */
byte done[REQUESTS + 1];  /* the booking that a request made, or 0 */
byte entry[ENTRIES + 1];  /* where who waits stands; 0: nobody does */
byte offer[ENTRIES + 1];  /* the booking that they were offered, or 0 */

/* Who has the lock: a process, or 0. */
byte calendar_lock[RESOURCES];
byte row_lock[BOOKINGS + 1];
byte claim_lock[RESOURCES];
byte request_lock[REQUESTS + 1];
byte entry_lock[ENTRIES + 1];

byte clock;

#define IS_LIVE(s) (s == HELD || s == CONFIRMED)

/*
 * Waits for it, or gives up. To take a lock and to look under it are one step:
 * nobody else can tell when exactly it was taken.
 */
inline lock(l) {
  if
  :: l == 0 || l == _pid + 1 -> l = _pid + 1
  :: l != 0 && l != _pid + 1 -> goto rollback
  fi
}

inline unlock(l) {
  if
  :: l == _pid + 1 -> l = 0
  :: else
  fi
}

inline unlock_all() {
  unlock(calendar_lock[0]); unlock(calendar_lock[1]);
  unlock(row_lock[1]); unlock(row_lock[2]);
  unlock(row_lock[3]); unlock(row_lock[4]); unlock(row_lock[5]);
  unlock(claim_lock[0]); unlock(claim_lock[1]);
  unlock(request_lock[1]); unlock(request_lock[2]); unlock(request_lock[3]);
  unlock(entry_lock[1]); unlock(entry_lock[2])
}

/* What always holds between transactions. */
inline check() {
  byte i, other, live, made;
  for (i : 0 .. RESOURCES - 1) {
    live = 0;
    for (other : 1 .. BOOKINGS) {
      if
      :: IS_LIVE(row[other].state) && row[other].resource == i ->
         assert(live == 0);           /* nobody is booked twice */
         assert(claim[i] == other);   /* what lives has its tick */
         live = other
      :: else
      fi
    }
    assert(claim[i] == live)          /* a tick is somebody's who lives */
  }
  for (i : 1 .. REQUESTS) {
    made = 0;
    for (other : 1 .. BOOKINGS) {
      if
      :: row[other].state != NONE && row[other].request == i ->
         assert(made == 0);           /* a request is done once */
         made = other
      :: else
      fi
    }
    assert(done[i] == made)
  }
  for (i : 1 .. ENTRIES) {
    live = 0;
    for (other : 1 .. BOOKINGS) {
      if
      :: row[other].entry == i && row[other].state == HELD ->
         assert(live == 0);           /* nobody is offered two slots */
         assert(entry[i] == OFFERED && offer[i] == other);
         live = other
      :: else
      fi
    }
    assert(entry[i] != OFFERED || live != 0);
    assert(entry[i] != BOOKED || row[offer[i]].state == CONFIRMED)
  }
  for (i : 0 .. RESOURCES - 1) {
    for (other : 1 .. ENTRIES) {
      /* Nothing is free that somebody waits for. */
      assert(claim[i] != 0 || entry[other] != WAITING)
    }
  }
  i = 0; other = 0; live = 0; made = 0
}

/* What became of a booking becomes of its entry. */
inline follow(which, next) {
#ifndef BUG_ENTRY_BEHIND
  if
  :: row[which].entry != 0 && entry[row[which].entry] == OFFERED ->
     entry[row[which].entry] = next
  :: else
  fi
#else
  skip
#endif
}

/* COMMITs with it: the tick of `from` goes to `which`, for entry `to`. */
inline make_offer(from, which, to) {
  if
  :: to != 0 ->
     row[which].state = HELD;
     row[which].version = 1;
     row[which].expire = clock + TTL;
     row[which].resource = row[from].resource;
     row[which].entry = to;
     entry[to] = OFFERED;
     offer[to] = which;
     claim[row[from].resource] = which
  :: else
  fi
}

proctype Hold(byte b; byte resource; byte request) {
  byte now, blocker, seen;

again:
  /* UPDATE calendar; then Look: the clock, and whether it was answered. */
  atomic {
    lock(calendar_lock[resource]);
    now = clock;
    if
    :: done[request] != 0 -> goto rollback /* with that answer */
    :: else
    fi
  };
  /* INSERT INTO claim: waits for whoever is about to delete the row. */
  atomic {
    lock(claim_lock[resource]);
    blocker = claim[resource];
#ifdef BUG_CLAIM_UNSEEN
    blocker = 0;
#endif
    if
    :: blocker == 0 -> goto claimed
    :: row[blocker].state == HELD && row[blocker].expire <= now ->
       seen = row[blocker].version
    :: else -> goto rollback /* SLOT_TAKEN */
    fi
  };
  /* UPDATE booking: who is in the way has run out. */
  atomic {
    lock(row_lock[blocker]);
    if
    :: row[blocker].version == seen && row[blocker].expire <= clock
    :: else -> goto look_again
    fi
  };
claimed:
  /* INSERT INTO event, under a unique key; COMMIT. */
  if
  :: atomic {
#ifndef BUG_TWIN_UNSEEN
       lock(request_lock[request]);
       if
       :: done[request] != 0 -> goto look_again
       :: else
       fi;
#endif
       if
       :: blocker != 0 ->
          assert(row[blocker].state == HELD);
          row[blocker].state = EXPIRED;
          row[blocker].expire = NEVER;
          row[blocker].version++
       :: else
       fi;
       claim[resource] = b;
       row[b].state = HELD;
       row[b].version = 1;
       row[b].expire = now + TTL;
       row[b].resource = resource;
       row[b].request = request;
       done[request] = b;
       check();
       goto rollback /* there is nothing left to undo */
     }
  :: goto rollback /* the server dies */
  fi;

look_again:
  atomic { unlock_all(); goto again };

rollback:
  atomic { unlock_all(); now = 0; blocker = 0; seen = 0 }
}

proctype Confirm(byte b) {
  byte seen;

  /* Somebody was told of the hold. */
end_wait:
  atomic {
    row[b].state != NONE;
    if
#ifdef BUG_CONFIRM_WITHOUT_CLOCK
    :: row[b].state == HELD -> seen = row[b].version
#else
    :: row[b].state == HELD && row[b].expire > clock -> seen = row[b].version
#endif
    :: else -> goto rollback /* NOT_HELD, HOLD_EXPIRED */
    fi
  };
  atomic {
    lock(row_lock[b]);
    if
#if defined(BUG_CONFIRM_WITHOUT_CLOCK) || defined(BUG_CONFIRM_OLD_CLOCK)
    :: row[b].version == seen
#else
    :: row[b].version == seen && row[b].expire > clock
#endif
       -> assert(row[b].expire > clock) /* nobody confirms what ran out */
    :: else -> goto rollback
    fi
  };
  if
  :: atomic {
       assert(row[b].state == HELD);
       row[b].state = CONFIRMED;
       row[b].expire = NEVER;
       row[b].version++;
       follow(b, BOOKED);
       check();
       goto rollback
     }
  :: goto rollback /* the server dies */
  fi;

rollback:
  atomic { unlock_all(); seen = 0 }
}

proctype Cancel(byte b) {
  byte seen;

end_wait:
  atomic {
    row[b].state != NONE;
    if
    :: IS_LIVE(row[b].state) -> seen = row[b].version
    :: else -> goto rollback /* ALREADY_ENDED */
    fi
  };
  atomic {
    lock(row_lock[b]);
    if
    :: row[b].version == seen
    :: else -> goto rollback
    fi
  };
  if
  :: atomic {
       lock(claim_lock[row[b].resource]);
       assert(IS_LIVE(row[b].state));
       row[b].state = CANCELLED;
       row[b].expire = NEVER;
       row[b].version++;
       claim[row[b].resource] = 0;
       check();
       goto rollback
     }
  :: goto rollback /* the server dies */
  fi;

rollback:
  atomic { unlock_all(); seen = 0 }
}

/* The sweeper of one server, for one hold. */
proctype Expire(byte b) {
  byte seen;
  bool changed;

end_wait:
  atomic {
    row[b].state == HELD && row[b].expire <= clock -> seen = row[b].version
  };
  atomic {
    lock(row_lock[b]);
#ifdef BUG_EXPIRE_BLINDLY
    changed = true;
#else
    changed = row[b].version == seen && row[b].expire <= clock;
#endif
#ifndef BUG_RELEASE_OF_OTHERS
    if
    :: !changed -> goto rollback
    :: else
    fi
#endif
  };
  if
  :: atomic {
       lock(claim_lock[row[b].resource]);
       if
       :: changed ->
          assert(row[b].state == HELD); /* what is promised stays so */
          row[b].state = EXPIRED;
          row[b].expire = NEVER;
          row[b].version++
       :: else
       fi;
       claim[row[b].resource] = 0;
       check();
       goto rollback
     }
  :: goto rollback /* the server dies */
  fi;

rollback:
  atomic { unlock_all(); seen = 0; changed = false }
}

/*
 * Ends `b`, by whoever may: a cancel, or a sweeper if it is a hold that has run
 * out. The first who waits still is offered its tick, as booking `next`.
 */
proctype Free(byte b; byte next; bool expires) {
  byte seen, to;

end_wait:
  atomic {
    (expires -> row[b].state == HELD && row[b].expire <= clock
             :  row[b].state != NONE);
    if
    :: IS_LIVE(row[b].state) -> seen = row[b].version
    :: else -> goto rollback /* ALREADY_ENDED */
    fi
  };
  atomic { lock(calendar_lock[row[b].resource]) };
  atomic {
    lock(row_lock[b]);
    if
    :: row[b].version == seen
    :: else -> goto rollback
    fi
  };
#ifndef BUG_OFFER_LATER
  /* UPDATE waitlist_entry, for each that may fit, until one matches. */
  to = 1;
look:
  atomic {
    if
    :: to > ENTRIES -> to = 0; goto found
    :: to <= ENTRIES && entry[to] == 0 -> to++; goto look
    :: else
    fi;
#ifdef BUG_OFFER_BLINDLY
    goto found;
#endif
    lock(entry_lock[to]);
    if
    :: entry[to] == WAITING -> goto found
    :: else -> unlock(entry_lock[to]); to++; goto look
    fi
  };
found:
#endif
  if
  :: atomic {
       row[b].state = (expires -> EXPIRED : CANCELLED);
       row[b].expire = NEVER;
       row[b].version++;
       claim[row[b].resource] = 0;
       follow(b, (expires -> OVER : LEFT));
       make_offer(b, next, to);
       check();
       goto rollback
     }
  :: goto rollback /* the server dies */
  fi;

rollback:
  atomic { unlock_all(); seen = 0; to = 0 }
}

/* Leaves while waiting; once offered, they would cancel that. */
proctype Leave(byte e) {
  atomic {
    lock(entry_lock[e]);
    if
    :: entry[e] == WAITING
    :: else -> goto rollback
    fi
  };
  if
  :: atomic { entry[e] = LEFT; check(); goto rollback }
  :: goto rollback /* the server dies */
  fi;

rollback:
  atomic { unlock_all() }
}

inline book(b, where) {
  row[b].state = CONFIRMED;
  row[b].version = 2;
  row[b].expire = NEVER;
  row[b].resource = where;
  claim[where] = b
}

proctype Clock() {
  do
  :: clock < CLOCK_MAX -> clock++
  :: clock == CLOCK_MAX -> break
  od
}

init {
  atomic {
#ifdef TWINS
    /* One request through two servers, which find different associates. */
    run Hold(1, 0, 1);
    run Hold(2, 1, 1);
    run Hold(3, 0, 2);
    run Confirm(2);
    run Expire(2);
#elif defined(WAITERS)
    /* Both ticks are booked; two wait for either, and one of them leaves. */
    book(1, 0);
    book(2, 1);
    entry[1] = WAITING;
    entry[2] = WAITING;
    run Free(1, 3, false);
    run Free(2, 4, false);
    run Leave(1);
    run Confirm(3);
    run Free(3, 5, true);
#else
    /* One tick, and all who may want it at once. */
    run Hold(1, 0, 1);
    run Hold(3, 0, 2);
    run Hold(4, 0, 3);
    run Confirm(1);
    run Cancel(3);
    run Expire(3);
#endif
#ifndef WAITERS
    run Expire(1);
#endif
    run Clock()
  }
}
