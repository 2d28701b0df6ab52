# Time to event by R's package survival. What it says is kept in survival.tsv:
#   python3 -m tests.with_r survival
one <- function(name, fit, surv, lower, upper, se) {
  say(paste(name, "days"), fit$time)
  say(paste(name, "at risk"), fit$n.risk)
  say(paste(name, "value"), surv)
  say(paste(name, "error"), se)
  say(paste(name, "low"), lower)
  say(paste(name, "high"), upper)
}

# status: 0 censored, 1 the event, 2 competing
tell <- function(name, end, status, entry = NULL) {
  say(paste("data", name, "end"), end)
  say(paste("data", name, "status"), status)
  if (!is.null(entry)) say(paste("data", name, "entry"), entry)
  any <- if (is.null(entry)) Surv(end, status > 0) else Surv(entry, end, status > 0)
  km <- survfit(any ~ 1, conf.type = "log-log")
  one(paste("km", name), km, km$surv, km$lower, km$upper, km$surv * km$std.err)
  asked <- sort(unique(c(0, 0.5, max(end) / 2, median(end), max(end))))
  asked <- asked[asked <= max(end)]
  read <- summary(km, times = asked)
  say(paste("asked", name), asked)
  say(paste("read", name), read$surv)
  if (is.null(entry)) say(paste("left", name), read$n.risk)
  say(paste("median", name), summary(km)$table[c("median", "0.95LCL", "0.95UCL")])
  if (!is.null(entry)) return(invisible())
  back <- survfit(Surv(end, status == 0) ~ 1, conf.type = "log-log")
  say(paste("follow-up", name), summary(back)$table[c("median", "0.95LCL", "0.95UCL")])
  aj <- survfit(Surv(end, factor(status, 0:2)) ~ 1, conf.type = "log-log")
  one(paste("ci", name), list(time = aj$time, n.risk = aj$n.risk[, 1]), aj$pstate[, 2], aj$lower[, 2],
      aj$upper[, 2], aj$std.err[, 2])
}

# Acute leukaemia, weeks in remission: 6-mercaptopurine and placebo (Freireich 1963, Blood 21:699)
mp <- c(6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)
mp_relapse <- c(1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
placebo <- c(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
tell("mercaptopurine", mp, mp_relapse)
tell("placebo", placebo, rep(1, 21))
tell("ties", c(0, 1, 1, 1, 2, 2, 3, 4, 4, 5, 6, 6, 6, 7, 9, 9, 10), c(0, 1, 2, 0, 1, 1, 2, 0, 1, 2, 1, 0, 2, 0, 1, 2, 0))
tell("all_on_two_days", rep(c(30, 60), each = 12), rep(c(0, 1, 2), 8))
tell("all_censored", c(58, 61, 61, 120), rep(0, 4))
tell("all_dead_on_day_0", rep(0, 5), rep(1, 5))
tell("only_competing", c(3, 5, 5, 9), c(2, 2, 0, 2))
tell("everyone_in_the_end", c(3, 5, 5, 9), rep(1, 4))
tell("one_event", 58, 1)
tell("one_censored", 58, 0)
tell("half_reached", c(1, 2, 3, 4, 5, 6), c(1, 1, 1, 0, 1, 1))
tell("half_and_no_more", c(1, 2, 3, 4), c(1, 1, 0, 0))
tell("half_days", c(59.5, 59.5, 61, 83.5, 120, 120.5, 206), c(1, 0, 1, 2, 1, 1, 0))
tell("late_entry", c(6, 6, 6, 7, 10, 11, 13, 16, 17, 19), c(1, 1, 0, 1, 1, 0, 1, 0, 1, 0), c(0, 5, 2, 6, 3, 0, 9, 10, 13, 7))
tell("nobody_left_for_a_while", c(2, 4, 9, 12, 15), c(1, 0, 1, 1, 0), c(0, 1, 6, 8, 7))
tell("myeloma", mgus2$futime[1:250], ifelse(mgus2$pstat == 1, 1, 2 * mgus2$death)[1:250])

compared <- function(name, end, died, group) {
  say(paste("compared", name, "end"), end)
  say(paste("compared", name, "died"), died)
  say(paste("compared", name, "group"), group)
  found <- survdiff(Surv(end, died) ~ group)
  say(paste("log-rank", name), c(found$chisq, 1 - pchisq(found$chisq, sum(found$exp > 0) - 1)))
  say(paste("observed", name), found$obs)
  say(paste("expected", name), found$exp)
}
compared("leukaemia", c(mp, placebo), c(mp_relapse, rep(1, 21)), rep(1:2, each = 21))
compared("three", veteran$time[1:99], veteran$status[1:99], as.integer(veteran$celltype)[1:99])
