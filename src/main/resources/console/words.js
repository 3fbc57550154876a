// Every word of the app, in one catalogue, so that another language is another set of files like these.
import { n, many, seconds, signed } from './words-format.js';
import { live } from './words-live.js';

export const words = {
  ...live,
  brand: 'Mr. Mentor', console: 'Console', skip: 'To the content', pages: 'Pages', shortcuts: 'Shortcuts', more: 'More',
  loading: 'Loading …', nothing: 'Nothing here yet.', actions: 'Actions', close: 'Close', undo: 'Undo', again: 'Try again', leaveIt: 'Leave as it is',
  previous: 'Previous', next: 'Next', save: 'Save', cancel: 'Cancel', back: 'Back', yes: 'Yes', no: 'No', all: 'All', any: 'Any', none: 'None',
  saved: 'Saved.', refresh: 'Refresh', unread: 'unread', signOut: 'Sign out', changePassword: 'Change password',
  theme: { system: 'Look: as the system', light: 'Look: light', dark: 'Look: dark' },
  account: name => `Account: ${name}`, bell: count => count === 0 ? 'Notifications' : `Notifications, ${n(count)} unread`,
  noNews: 'No notifications yet.', allNews: 'All notifications', readAll: 'Mark all as read',
  search: 'Search', searchFor: 'Search people and pages', results: 'Results', foundNothing: text => `Nothing found for “${text}”.`,
  answered: status => `The server answered ${status}.`, offline: 'The server cannot be reached.', offlineHelp: 'Check your connection.', broken: 'This screen could not be shown.',
  askAdmin: 'An administrator can give you access.', code: (code, id) => `(${code}${id ? `, request ${id}` : ''})`,
  range: (offset, shown, total) => `${n(offset + 1)}–${n(offset + shown)}${total === undefined ? '' : ` of ${n(total)}`}`,
  foreign: 'This page is not for your account', foreignWhy: 'An administrator can give you access.', lost: 'Page not found', lostWhy: 'There is no page at this address. It may have moved, or the link may be incomplete.', lostBack: 'Go to the start',

  groups: { learn: 'Learn', teach: 'Teach', mirror: 'Mr. Learn', manage: 'Manage', run: 'Run', connect: 'Connect' },
  /** Names of pages and what they are for in another language than the modules': screen → [name, about]. */
  nav: {},

  signin: {
    email: 'E-mail', passwordLabel: 'Password', newPassword: 'New password', oldPassword: 'Current password', show: 'Show', rule: '8 to 72 characters.',
    password: { title: 'Sign in', about: 'Use the address that your school knows.', link: 'Sign in with a password' },
    code: { title: 'Sign in with a code', about: 'We send a code to your e-mail address.', link: 'Sign in with a code' },
    forgot: { title: 'Forgot your password?', about: 'We send a code; with it you set a new password.', link: 'Forgot your password?' },
    change: { title: 'Choose a new password', about: 'Your password is a temporary one. Choose your own to go on.', link: '' },
    signup: { title: 'Create an account', about: 'For learners. We send a code to your e-mail address to make sure that it is yours.', link: 'Create an account' }, signUp: 'Create account', fullName: 'Your name', phone: 'Phone',
    phoneHint: 'With the country code, such as +91 98200 11111.', mailed: email => `We have sent a code to ${email}. Enter it to finish.`, verify: 'Finish', sendAgain: 'Send another code',
    sendCode: 'Send the code', setPassword: 'Set password', codeLabel: 'Code', codeHint: 'The digits of the mail. It works once, for 10 minutes.',
    sent: email => `If ${email} has an account, a code is on its way.`, noOld: 'I have no password yet', google: 'Continue with Google',
  },
  google: {
    title: 'Signing in with Google', busy: 'One moment …', refused: 'You did not allow Google to tell us who you are, so nothing has changed.', back: 'Go on', connecting: 'Connecting with Google',
    notPermitted: 'You did not allow it on the page of Google, so nothing is connected.', signedOut: 'You are signed out. Please sign in and connect again.',
    linked: email => `Linked with the Google account ${email}.`, none: 'Link your Google account to sign in without a password.', link: 'Link a Google account', unlink: 'Remove the link',
    unlinkAsk: 'Remove the link with Google?', unlinkBody: 'You then sign in with your password or a code.', unlinked: 'The link is removed.', heading: 'Google',
    connected: (email, day) => `Connected with the Google account ${email} since ${day}.`, broken: 'Google no longer lets us in. Please connect again.', connect: 'Connect', again: 'Connect again', end: 'Disconnect', notOffered: 'Google is not set up on this server.',
    calendar: { heading: 'Google Calendar', none: 'Connect your calendar, and your meetings appear in it and move with it. Without it, your e-mails bring them.', ended: 'Your calendar is disconnected.',
      endAsk: 'Disconnect your calendar?', endBody: 'What stands in it stays. New meetings come by e-mail only.' },
    drive: { heading: 'Google Drive', none: 'Connect your Drive to take documents such as your résumé from it.', ended: 'Your Drive is disconnected.', endAsk: 'Disconnect your Drive?', endBody: 'Files that you took from it stay.',
      open: 'Choose from Google Drive', search: 'Search by name', pick: 'Take it', more: 'More', nothing: 'No PDF, Word or Google document is there.', own: 'Google document, taken as PDF' },
  },

  student: {
    noCourse: 'You have no course here yet.', noCourseWhy: 'A course that you begin at Mr. Learn appears here after its next sync.',
    hello: name => `Hello ${name}`, level: level => `Level ${level}`, levelShort: 'Level', total: xp => `${n(xp)} XP in total`,
    axes: { xp: 'XP', actions: 'Actions', streak: 'Longest streak' }, ofGate: (have, need) => have >= need ? `${n(have)}, reached` : `${n(have)} of ${n(need)}`,
    noStreak: 'No streak at the moment: today can be its first day.', onFire: days => `On fire: ${many(days, 'day', 'days')} in a row, today included`,
    streak: days => `A streak of ${many(days, 'day', 'days')}: keep it alive today`,
    noFreeze: 'Seven active days earn a freeze, which saves the streak when you miss too many days.',
    freezes: count => `${many(count, 'freeze', 'freezes')} in hand: used automatically when you miss too many days.`,
    today: 'Today', calendar: 'Your days', calendarAbout: (days, xp) => `${many(days, 'active day', 'active days')} and ${n(xp)} XP in the last 16 weeks.`,
    dayXp: (date, xp) => `${date}: ${n(xp)} XP`, dayOff: (date, xp) => `${date}: day off, ${n(xp)} XP`, calendarOff: 'Outlined days were days off: they break no streak.', xpPerDay: 'XP by day, last four weeks', xpName: 'XP', dismiss: 'Dismiss', dismissIt: title => `Dismiss ${title}`, dismissed: 'Dismissed for today.',
    badges: (have, all) => `Badges: ${have} of ${all}`, unlocked: date => `Unlocked ${date}`, locked: xp => `Locked · worth ${n(xp)} XP`,
    allBadges: count => `Show all ${count} locked badges`, fewerBadges: 'Show fewer', take: 'Download', takeIt: name => `Download ${name} as a credential`,
    newBadges: count => count === 1 ? 'New badge!' : `${count} new badges!`, great: 'Great',
    courses: 'My courses', nameless: 'A course', grade: percent => `Grade ${percent} %`, progressOf: title => `Progress: ${title}`, states: { not_started: 'Not started', in_progress: 'In progress', completed: 'Completed' },
    modules: (done, all) => `${n(done)} of ${many(all, 'module', 'modules')} done`, lastOpened: 'last opened', goOn: 'Continue', start: 'Start', openIt: title => `Open ${title}`,
    moduleOf: (module, course) => [module, course].filter(Boolean).join(' · '),
    history: 'XP history', forDay: date => `for ${date}`, noHistory: 'Nothing yet: your first module, test or assignment will be here.', earlier: 'Show earlier ones',
    badge: name => `Badge: ${name}`, worth: what => `${what} is worth`, sum: 'Total', noXp: 'no XP', xp: signed, xpPlain: xp => `${n(xp)} XP`,
    types: {
      daily_login: 'Signed in', assignment_submitted: 'Assignment submitted', test_taken: 'Test taken', module_completed: 'Module completed',
      mentor_call_completed: 'Call with your mentor', streak_milestone: 'Streak milestone', action_milestone: 'Actions milestone',
      tenure_bonus: 'Tenure bonus', badge_unlocked: 'Badge', reversal: 'Taken back', given_back: 'Given back',
    },
  },

  batchlead: {
    closed: 'A closed account', nobody: 'No student in your batches is at risk at the moment.', nobodyWhy: 'New students appear after their first week.',
    count: (shown, total) => total === 0 ? '' : `${many(total, 'student needs', 'students need')} attention${total > shown ? `; the ${n(shown)} most urgent are here` : ''}.`,
    recompute: 'Recalculate', noBatch: 'You lead no active batch.', computing: 'Recalculating …', upToDate: 'The list is up to date.',
    tiers: { low: 'low risk', medium: 'medium risk', high: 'high risk' },
    score(value, tier) { return `${n(value)} · ${this.tiers[tier]}`; }, asOf: 'as of', lastCall: text => `Last call: ${text}`,
    ways(tier) { return `How to bring this down to ${this.tiers[tier]}`; }, partsShort: 'Score breakdown', trend: 'Trend', trendOf: name => `Trend: ${name}`, scoreName: 'Risk score', partsOf: name => `Score breakdown: ${name}`,
    signals: { inactivity: 'Inactivity', learning_progress: 'Learning progress', tests: 'Tests', warnings: 'Warnings', placement: 'Onboarding' },
    signalOf(signal, name) { return `${this.signals[signal]}: ${name}`; }, unknown: 'not known',
    points: part => `${n(part.value)} × ${n(part.weight)} % = ${n(part.points)}`,
    review: 'Mark reviewed', reviewed: name => `${name} is off the list for two days.`, reviewedUntil: 'Reviewed; back on',
    figures: { batches: 'Batches', students: 'Students', risk: 'At risk', warned: 'Three or more warnings', leave: 'Leave to decide' },
    classroom: 'Ask for an AI classroom', classroomAt: 'AI classroom requested on', classroomAsked: name => `An AI classroom is requested for ${name}.`,
  },

  supermentor: {
    scores: { communication: 'Communication', technical: 'Technical', problemSolving: 'Problem solving', participation: 'Participation', discipline: 'Discipline' },
    nobody: 'You have no mentees yet.', nobodyWhy: 'An administrator makes you the super mentor of a batch.',
    left: (open, total, shown) => (open === 0 ? 'All of your mentees are rated this week.' : `${n(open)} of ${n(total)} still to rate this week.`)
      + (total > shown ? ` The first ${n(shown)} are shown.` : ''),
    ofFive: value => `${n(value)} of 5`, unrated: 'not rated', rateWeek: 'Rate this week', scale: label => `${label}, 0 to 5`, comment: 'Comment',
    save: 'Save', rated: (name, value) => `${name} is rated: ${n(value)} of 5.`, before: 'Previous weeks', none: 'None yet.',
    week: (year, week) => `${year}, week ${week}`,
  },

  mrlearn: {
    loggedIn: email => `Signed in to Graphy as ${email}.`, graphy: 'Sign in to Graphy', graphyEmail: 'E-mail at Graphy', graphyPassword: 'Password at Graphy',
    graphyLogin: 'Sign in', graphyLogout: 'Sign out of Graphy', logoutAsk: 'Sign out of Graphy?', logoutBody: 'Nothing is mirrored until an administrator signs in again. The stored password is deleted.', mirrored: 'Mirrored courses', noCourse: 'No course is mirrored yet. Choose one of Graphy’s below.',
    lastSynced: count => `${many(count, 'learner', 'learners')}, last synced`, neverSynced: 'Never synced', nextAt: 'next', paused: 'paused',
    sync: 'Sync now', fresh: 'Check for new learners', pause: 'Pause', resume: 'Resume', isPaused: title => `${title} is paused.`, goesOn: title => `${title} is synced again.`,
    others: 'Other courses', showOthers: 'Show what Graphy has', mirror: 'Mirror', isMirrored: title => `${title} is mirrored from now on.`,
    learners: count => `(${many(count, 'learner', 'learners')})`, allMirrored: 'All of Graphy’s courses are mirrored.',
    status: {
      idle: 'Never synced', running: 'Syncing', success: 'Up to date', incomplete: 'Incomplete', failed: 'Failed', unauthenticated: 'Not signed in to Graphy',
    },
    phases: {
      queued: 'waiting for its turn', listing: 'reading the list of learners', phones: 'looking for phone numbers', reports: 'reading reports',
      phones_again: 'looking for more phone numbers', awards: 'awarding XP', done: 'done',
    },
    progressOf: title => `Progress of ${title}`, percent(value, phase) { return `${Math.floor(value)} %: ${this.phases[phase] ?? phase}`; },
    eta: left => `, about ${seconds(left)} left`, fastOnly: ', new learners only', took: ms => `${n(Math.ceil(ms / 1000))} s`,
    balance: run => `${many(run.learnersFetched, 'learner', 'learners')} seen${run.learnersAtSource !== undefined && !run.fast ? ` of ${n(run.learnersAtSource)} at Graphy` : ''}`
      + ` = ${n(run.learnersNew)} new + ${n(run.learnersChanged)} changed + ${n(run.learnersUnchanged)} unchanged + ${n(run.regressionsBlocked)} protected from regression;`
      + ` ${n(run.learnersVanished)} vanished.`,
    found: run => `${many(run.reportsFetched, 'report', 'reports')} of ${n(run.reportsDue)}, ${many(run.xpAwards, 'award', 'awards')} of XP, `
      + `${many(run.phonesFilled, 'phone number', 'phone numbers')} found.`,
    errors: count => many(count, 'error', 'errors'), gone: 'This course is no longer mirrored.', course: 'Course', allCourses: 'All courses',
    distribution: 'Learners by progress', progressByDay: 'Progress by day', mean: 'Mean progress', completedShare: 'Completed', learnersTitle: 'Learners', reminders: 'Reminders', runs: 'Runs', when: 'When', ended: 'Result', seen: 'Seen', fresh_: 'New', awards: 'XP awards',
    report: 'Report', noReport: 'No report was read yet.', isLive: 'This is what Graphy says now.', mirroredAt: 'From the mirror, last changed', askGraphy: 'Ask Graphy now', askAgain: 'Ask Graphy again', nameless: 'Without a title',
    items: count => many(count, 'lesson', 'lessons'), itemsOf: (count, title) => `${many(count, 'lesson', 'lessons')}: ${title}`, timeSpent: 'Time spent', enrolledAt: 'Enrolled', startedAt: 'Started', completedAt: 'Completed',
    spent: s => s < 60 ? many(Math.round(s), 'second', 'seconds') : s < 5400 ? many(Math.round(s / 60), 'minute', 'minutes') : `${n(Math.round(s / 360) / 10)} hours`,
    searchLearners: 'Search learners', learnersCount: count => many(count, 'learner', 'learners'), learner: 'Learner', noEmail: 'no e-mail', progress: 'Progress',
    state: 'State', lastActive: 'Last active', states: { not_started: 'not started', in_progress: 'in progress', completed: 'completed' },
    verdicts: {
      would_get: 'would get it', progress: 'have got far enough', vanished: 'are no longer enrolled', no_phone: 'have no phone number',
      phone_unclear: 'have a phone number without a country code that could be several', already_reminded: 'were reminded already', opted_out: 'have opted out',
      switched_off: 'have switched reminders off', quiet_hours: 'have quiet hours now', attention_budget: 'have had enough messages today',
    },
    orMore: value => `${n(value)} % or more`, remind: count => `Remind ${n(count)} by WhatsApp`, remindAsk: count => `Remind ${n(count)} by WhatsApp?`,
    remindBody: 'Each gets one message about this course, and no second one in its period.', remindYes: count => `Remind ${n(count)}`, remindNo: 'Cancel',
    reminderRun: run => `${run.status === 'running' ? `${n(run.percent)} %: ` : ''}${n(run.sent)} sent, ${n(run.held)} held back until quiet hours end, `
      + `${n(run.skipped)} skipped, ${n(run.failed)} failed${run.stopped ? `; stopped: ${run.stopped}` : ''}.`,
  },

  queues: {
    health: {
      title: 'Is all well?', well: 'All is well.', unwell: count => `${many(count, 'thing needs', 'things need')} attention.`, p95: (time, queue) => `95 in 100 jobs began within ${time} in the slowest queue, ${queue}.`, quiet: 'No job began in the last minute.',
      http95: (time, count) => `95 in 100 of ${many(count, 'HTTP answer', 'HTTP answers')} in the last minute took at most ${time} on the slowest node.`, httpQuiet: 'No HTTP operation was asked for in the last minute.',
      answersFailed: (name, count) => `Node ${name} failed ${many(count, 'HTTP request', 'HTTP requests')} in the last minute.`,
      away: name => `Node ${name} is away. It was last heard of`, unreached: (name, other) => `Node ${name} does not reach ${other}.`, overdue: count => `${many(count, 'schedule is', 'schedules are')} overdue: no node runs schedules.`,
      dead: count => `${many(count, 'job has', 'jobs have')} failed for good.`, failed: count => `${many(count, 'attempt', 'attempts')} failed in the last minute.`, paused: name => `${name} is paused.`, waits: (name, time) => `${name} is behind: its oldest job has waited ${time}.`,
    },
    board: 'Board', tabs: { queues: 'Queues', jobs: 'Jobs', schedules: 'Schedules', nodes: 'Nodes', audit: 'Audit log' }, live: 'live', every: s => `every ${s} s`,
    waiting: 'waiting', running: 'running', scheduled: 'scheduled', perMinute: 'completed/min', failedPerMinute: 'failed/min', dead: 'dead', all: 'All queues',
    nothingWaits: 'No job is waiting, and none has failed.', idle: count => `Idle queues (${n(count)})`, pause: 'Pause', resume: 'Resume', off: 'off', pausedNow: 'paused',
    cap: count => `${n(count)} at a time`, about: 'about', goesOn: name => `${name} goes on.`, isPaused: name => `${name} is paused: running jobs finish, no others start.`,
    states: { ready: 'ready', delayed: 'delayed', parked: 'parked', running: 'running', completed: 'completed', dead: 'dead', discarded: 'discarded' },
    millis: ms => ms === undefined ? '–' : ms < 1000 ? `${n(Math.round(ms))} ms` : ms < 120_000 ? `${n(Math.round(ms / 100) / 10)} s` : `${n(Math.round(ms / 60_000))} min`,
    figures({ perMinute, waitMillis, wait95Millis, oldest }) {
      return `${n(perMinute.completed || 0)} a minute${waitMillis === undefined ? '' : `, wait ${this.millis(waitMillis)} (p95 ${this.millis(wait95Millis)})`}`
        + `${perMinute.failed ? `, ${n(perMinute.failed)} failed` : ''}${oldest > 1000 ? `; the oldest has waited ${this.millis(oldest)}` : ''}`;
    },
    took(ms) { return `took ${this.millis(ms)}`; }, ago(ms) { return ms < 0 || ms > 86_400_000 ? '' : ms < 3_600_000 ? `(${this.millis(ms)} ago)` : `(${many(Math.round(ms / 3_600_000), 'hour', 'hours')} ago)`; },
    chosen: count => `${many(count, 'job', 'jobs')} selected`, chooseIt: address => `Select ${address}`, discardSome: count => `Discard ${many(count, 'job', 'jobs')}?`, switchedOff: count => `Switched off (${n(count)})`,
    discarded: (done, left) => `${n(done)} discarded.${left > 0 ? ` ${n(left)} could not be discarded.` : ''}`,
    history: 'History', historyJobs: 'Jobs a minute', historyWaiting: 'Jobs', completed: 'Completed', failed: 'Failed', waitingJobs: 'Waiting', runningJobs: 'Running', deadJobs: 'Dead', p95: 'Wait of 95 in 100 jobs',
    p95Short: 'At most', heapChart: 'Heap in use (MB)', threadsChart: 'Threads', loadChart: 'Load of the machine', heldChart: 'Requests held', answersChart: 'HTTP answers a minute', answersAll: 'All', answers95Chart: 'Time of 95 in 100 HTTP answers',
    schedule: 'Schedule', when: 'When', upcoming: 'Next runs', missed: 'Missed', last: 'last', none: 'none', who: 'Who', what: 'What', howMany: 'Jobs',
    everySeconds: s => [[86400, 'day'], [3600, 'hour'], [60, 'minute'], [1, 'second']].map(([unit, name]) => s % unit === 0
      && `every ${s === unit ? name : `${n(s / unit)} ${name}s`}`).find(Boolean),
    overdue: count => `${n(count)} overdue: no node runs schedules`, missedLast: count => `${n(count)}, last`, noActs: 'No operator has done anything yet.',
    itself: 'the server itself', inQueue: name => `in ${name}`, job: 'Job',
    acts: { retry: 'retried a job', discard: 'discarded a job', retry_all: 'retried many', pause: 'paused the queue', resume: 'resumed the queue',
      run_schedule: 'ran the schedule', pause_schedule: 'paused the schedule', resume_schedule: 'resumed the schedule' },
    runAsk: name => `Run ${name} now?`, runBody: 'Its work begins at once. Its next runs stay as they are.', isRun: name => `${name} runs now.`,
    scheduleGoesOn: name => `${name} goes on with its next run.`, schedulePaused: name => `${name} is paused: nothing of it runs until you resume it.`,
    queue: 'Queue', state: 'State', inPayload: 'In payload or error', address: 'Address', show: 'Show', hideScheduled: 'Hide scheduled work', noJobs: 'No such jobs.', allJobs: 'All jobs',
    since: 'since', due: 'due', endedAt: 'ended', attempts: job => `${n(job.attempts)}${job.maxAttempts ? ` of ${n(job.maxAttempts)}` : ''} `
      + `${(job.maxAttempts || job.attempts) === 1 ? 'attempt' : 'attempts'}`,
    retryAll: 'Retry all of these', retryAsk: (count, { queue, state, search }) => `Retry ${n(count)} ${state} ${count === 1 ? 'job' : 'jobs'}`
      + `${queue ? ` of ${queue}` : ' of all queues'}${search ? ` with “${search}”` : ''}?`,
    retryBody: 'They run at once, with all their attempts. The audit log keeps who did it.', retryYes: count => `Retry ${n(count)}`, retryNo: 'Cancel',
    retried: (done, skipped) => `${n(done)} retried.${skipped > 0 ? ` ${n(skipped)} not: another job with their key waits or runs.` : ''}`,
    discardAsk: 'Discard this job?', discardBody: 'It will not run. You can retry it later.', discard: 'Discard', keep: 'Keep it', runNow: 'Run now', retry: 'Retry',
    done: name => `${name}: done.`, progress: 'Progress', stored: 'Stored', dueAt: 'Due', begun: 'Started', finished: 'Ended', duration: 'Duration',
    attemptsName: 'Attempts', node: 'Node', uniqueKey: 'Unique key', group: 'Group', priority: 'Priority', tenant: 'Tenant', request: 'Request',
    lineage: 'Lineage', failures: 'Failed attempts', payload: 'Payload', result: 'Result', thisJob: 'This job', noChildren: 'caused no others',
    lostCause: id => `Job ${id}, which is no longer kept`, noCause: 'Caused by a request or a schedule', nodeName: name => `Node ${name}`, up: 'up', away: 'away',
    lastHeard: 'Last heard of', upSince: 'Up since', heap: 'Heap', heapOf: (used, most) => `${n(Math.round(used / 2 ** 20))} MB of ${n(Math.round(most / 2 ** 20))} MB`,
    heapName: name => `Heap of ${name}`, threads: 'Threads', load: 'Load', unknown: 'not known', loadOf: (load, cores) => `${n(load)} on ${cores} cores`, http: 'HTTP',
    port: port => `port ${port}`, noHttp: 'not on this node', answers: 'Answers',
    answersOf({ perMinute, failed, p95Millis }) {
      return `${n(perMinute)} a minute${p95Millis === undefined ? '' : `, 95 in 100 within ${this.millis(p95Millis)}`}${failed ? `, ${n(failed)} failed` : ''}`;
    }, bus: 'Bus', stale: names => `; does not answer ${names.join(', ')}`,
    busFigures: bus => `${n(bus.addresses)} addresses here · ${n(bus.reasserted)} put back · ${n(bus.ghosts)} dead ones removed · ${n(bus.undelivered)} checks without an answer`,
    verticles: count => `${n(count)} verticles and their pools`, verticle: 'Verticle', instances: 'Instances', held: 'Held', pool: 'Pool', refused: 'Refused',
    expired: 'Expired', of: (some, all) => `${n(some)} of ${n(all)}`,
  },

  history: { range: 'Range', ranges: { 6: '6 hours', 24: '1 day', 168: '7 days', 2160: '90 days' } },

  notifications: { sub: 'Newest first', read: 'Mark as read', open: 'Open', categories: {
    account: 'Account', course: 'Courses', achievement: 'Achievements', reminder: 'Reminders', standing: 'Warnings and performance', announcement: 'Announcements' } },

  me: {
    tabs: { '': 'Profile', password: 'Password', preferences: 'Preferences', connections: 'Connections' }, name: 'Name', email: 'E-mail', phone: 'Phone', role: 'Role', capabilities: 'Capabilities', campus: 'Campus', department: 'Department', program: 'Programme',
    tenant: 'School', since: 'Member since', changeIt: 'To change your name or number, ask an administrator.',
    address: { change: 'Change e-mail', title: 'Change your e-mail address', about: 'A code goes to the new address. Your account keeps the present one until you enter it here.', email: 'New e-mail address', send: 'Send the code',
      sent: email => `A code is on its way to ${email}.`, code: 'Code from the new address', confirm: 'Change the address', changed: email => `Your e-mail address is ${email} now. Other devices are signed out.`, again: 'Use another address' },
    proof: { title: 'Show that it is you', byPassword: 'My password', byCode: 'A code by e-mail', password: 'Password', code: 'Code', codeHint: 'The digits of the mail. It works once.', sendCode: 'Send me a code', codeSent: email => `A code is on its way to ${email}.` }, changed: 'Your password is changed. Other devices are signed out.',
    everywhere: 'Sign out everywhere', everywhereAsk: 'Sign out on all devices?', everywhereBody: 'You sign in again here, too.', stay: 'Stay signed in',
    zone: 'Time zone for quiet hours', from: 'Quiet from', to: 'Quiet until', quiet: 'In quiet hours nothing comes by e-mail or WhatsApp; it waits until they end.',
    inApp: 'In the app', byEmail: 'E-mail', whatsapp: 'WhatsApp', about: 'About', always: 'always',
  },

  roles: { USER: 'Student', EXPERT: 'Expert', SALES: 'Sales', ADMIN: 'Administrator', SUPERADMIN: 'Super administrator' },

  // lists and forms made of the contract
  noOperation: name => `This server has no ${name}.`, create: 'Add', change: 'Change', remove: 'Delete', keep: 'Keep it', removeAsk: name => `Delete ${name}?`,
  removeBody: 'This cannot be undone.', removed: name => `${name} is deleted.`, created: what => what ? `${what}: done.` : 'Added.', unchanged: 'Nothing is changed.',
  notJson: 'This is not valid JSON.', optional: name => `${name} (optional)`, choose: 'Choose one', asItIs: 'As it is', findIn: name => `Find: ${name}`,
  searchIn: title => `Search: ${title}`, inIndia: 'Indian time (IST)', ist: time => `${time} IST`, onePerLine: 'One a line', forExample: example => `For example ${example}`,
  /** Names of fields where their own name does not read well, and of values. */
  fields: {
    studyYear: 'Year', cgpa: 'CGPA, of 10', linkedinUrl: 'LinkedIn', githubUrl: 'GitHub', portfolioUrl: 'Portfolio', region: 'State', branch: 'Branch', headline: 'Headline', skills: 'Skills',
    sourceId: 'Source', occurredAt: 'When', score: 'Score', timing: 'Timing', skipStreakUpdate: 'Replay of history: the day does not become active',
    madeBy: 'Uploaded by', askedBy: 'Asked by', askedAt: 'Asked', startedAt: 'Started', movedAt: 'Last moved', endedAt: 'Ended', percent: 'Progress', slice: 'Taken up', accountId: 'Account', accountBefore: 'Account before', accountAfter: 'Account now',
    tiedBy: 'Linked by', act: 'Decision', at: 'When', learnerEmail: 'Learner', accountEmail: 'Account', cause: 'Cause', xpTakenBack: 'XP taken back', foundAt: 'Found', known: 'In use', people: 'People', knownAt: 'In use since', knownBy: 'Decided by',
    recipient: 'Recipient', slug: 'Short name', origins: 'Addresses', switchedOff: 'Switched off', look: 'Look', 'look.logoUrl': 'Logo', 'look.accent': 'Colour', logoUrl: 'Logo', accent: 'Colour', key: 'Key', standard: 'Default', dueAt: 'Due', errorCode: 'Error code', graphyUserId: 'Learner’s id',
    fullName: 'Name', search: 'Search', batchLeadId: 'Batch lead', superMentorId: 'Super mentor', mentoringIncluded: 'Mentor calls cost no tokens', freeCallsPerMonth: 'Free calls a month and student; empty: no limit', startsOn: 'Starts', endsOn: 'Ends', createdAt: 'Created', updatedAt: 'Updated',
    type: 'Kind', capability: 'Capability', stateChangedAt: 'Since', courseTitle: 'Course', lastSyncStatus: 'Sync', intervalHours: 'Sync every (hours)', nextSyncAt: 'Next sync',
    enabled: 'Synced by schedule', includeDetailedReports: 'Read detailed reports', reminderEnabled: 'Reminders', reminderIntervalHours: 'Remind every (hours)',
    reminderSkipAboveProgress: 'Leave alone from (percent)', reminderTemplateName: 'Message template', averageProgress: 'Progress', completed: 'Completed', hasMasAccount: 'Account',
    hasAccount: 'Has account', hasPhone: 'Has phone', lastAccessedAt: 'Last active', emailKey: 'E-mail', enrolledAt: 'Enrolled', name: 'Name', sort: 'Sort by', order: 'Order',
    externalCourseId: 'Course', courseUrl: 'Link', evalTestScore: 'Evaluation test', mockInterviewScore: 'Mock interview', changes: 'Changes', validFrom: 'Valid from',
    note: 'Why', temporaryPassword: 'Temporary password', password: 'Temporary password', students: 'Students', courses: 'Courses', lastLoginAt: 'Last sign-in', emailVerified: 'E-mail verified', mustChangePassword: 'Must change password', userId: 'Person', batchId: 'Batch', mouSigned: 'Agreement signed',
    paymentDone: 'Paid', diagnosticDone: 'Diagnostic done', seatsTotal: 'Seats', email: 'E-mail', day: 'Day',
  },
  values: { true: 'On', false: 'Off', USER: 'Student', EXPERT: 'Expert', SALES: 'Sales', ADMIN: 'Administrator', SUPERADMIN: 'Super administrator', hr: 'HR', mrlearn: 'Mr. Learn', mrtest: 'Mr. Test', batch_allocated: 'Batch allocated', totalTime: 'Time spent',
    averageProgress: 'Average progress', lowestProgress: 'Lowest progress', enrolledAt: 'Enrolled', lastAccessedAt: 'Last active', asc: 'Ascending', desc: 'Descending', active: 'Active', planned: 'Planned', completed: 'Completed',
    archived: 'Archived', disabled: 'Disabled', applied: 'Applied', screening: 'Screening', accepted: 'Accepted', paid: 'Paid', enrolled: 'Enrolled', withdrawn: 'Withdrawn', rejected: 'Rejected',
    present: 'Present', late: 'Late', absent: 'Absent', excused: 'Excused', requested: 'Requested', approved: 'Approved', refused: 'Refused', low: 'Low', medium: 'Medium', high: 'High',
    critical: 'Critical', attendance: 'Attendance', performance: 'Performance', payment: 'Payment', behavior: 'Behaviour', submission: 'Submission', not_started: 'not started',
    in_progress: 'in progress', sent: 'Sent', skipped: 'Skipped', failed: 'Failed', held: 'Held back', success: 'Success', partial: 'Partly', running: 'Running', delivered: 'Delivered', read: 'Read',
    queued: 'Queued', cancelled: 'Cancelled', linked: 'Linked', unlinked: 'No account', ambiguous: 'To be decided', kept_apart: 'Kept apart', by_hand: 'Decided by hand', address: 'E-mail address', hand: 'An administrator', left_to_addresses: 'Left to the address',
    prefix_confirmed: 'Prefix confirmed', prefix_removed: 'Prefix removed', found: 'Found', repaired: 'Repaired', doubtful: 'To be decided', right: 'Right after all', email: 'E-mail', whatsapp: 'WhatsApp', in_app: 'In the app',
    undelivered: 'Not delivered', unknown: 'Perhaps sent', sending: 'Sending', setting: 'Settings file', admin: 'An administrator', upgrade: 'An upgrade', smtp: 'E-mail server', meta: 'Meta', aisensy: 'AiSensy' },
  nameless: id => `Person ${id.slice(-6)}`, asTable: title => `As a table: ${title}`, noData: 'No data yet.', when: 'When',

  users: {
    add: 'Add a user', passwordHint: 'Must be changed at the first sign-in. Without one, the person signs in by a mailed code.', disable: 'Disable', enable: 'Enable',
    disableAsk: name => `Disable ${name}?`, disableBody: 'They are signed out everywhere and cannot sign in until you enable them again.', disabled: name => `${name} is disabled.`,
    enabled: name => `${name} can sign in again.`, reset: 'Reset password', resetAsk: name => `Reset the password of ${name}?`,
    resetBody: 'All sessions end. A code to set a new password is mailed.', resetDone: email => `A code was mailed to ${email}.`, revoke: 'Sign out everywhere',
    revokeAsk: name => `Sign ${name} out everywhere?`, revokeBody: 'All sessions end. The password stays.', revoked: 'All sessions are ended.',
  },

  batches: {
    add: 'Add a batch', all: 'All batches', seats: count => many(count, 'student', 'students'), parts: 'Batch', tabs: { '': 'Overview', people: 'People', courses: 'Courses', attendance: 'Attendance', totals: 'Attendance totals' },
    removeBody: 'Its course mappings go with it. This cannot be undone.', addPerson: 'Add a person', fromSheet: 'Enrol from a sheet', addHint: 'Choose the account, or give its e-mail address.', added: 'The person is added.',
    person: 'Person', state: 'State', onboarding: 'Onboarding', steps: done => `${done} of 3 done`, nobody: 'This batch has no people yet.', map: 'Map a course', mapped: 'The course is mapped.',
    unmap: 'Remove', unmapAsk: 'Remove this course from the batch?', unmapBody: 'Nothing that was synced is touched.', unmapped: 'The course is removed from the batch.',
    noCourses: 'No course is mapped to this batch.', course: 'Course', provider: 'Provider', sequence: 'Place', link: 'Link', open: 'Open',
  },

  applications: {
    state: 'State', why: 'Reason', since: 'Since', applied: 'Applied', enrolled: 'Enrolled', onboarding: 'Onboarding', to: state => `Move to: ${state}`, moved: state => `Moved to: ${state}.`,
    outAsk: state => `Move to: ${state}?`, outBody: 'The application ends. A new one is needed to come back.',
  },

  attendance: {
    day: 'Day', restPresent: 'Mark the rest present', save: count => count === 0 ? 'Save' : `Save ${n(count)}`, saved: count => `${many(count, 'mark', 'marks')} saved.`, mark: 'Mark', unmarked: 'not marked',
    nobody: 'No student is enrolled in this batch.', from: 'From', totals: 'Totals', oneDay: 'One day', view: 'View', batch: 'Batch', noBatch: 'There is no batch yet.', noMarks: 'Nothing is marked yet.',
    chart: 'Students by attendance', byDay: 'Attendance by day', bands: ['0–20 %', '20–40 %', '40–60 %', '60–80 %', '80–100 %'], people: 'Students', person: 'Student', rate: 'Rate',
    sum(states) { const open = states.filter(state => !state).length; return open === 0 ? 'All are marked.' : `${n(open)} of ${n(states.length)} not marked.`; },
  },

  holidays: {
    weekly: days => `Every ${days.join(' and ')} is off.`, year: 'Year', day: 'Day', name: 'Name', none: 'No holidays in this year.', add: 'Add a holiday', added: name => `${name} is a holiday.`, removed: name => `${name} is no longer a holiday.`,
    removeAsk: name => `Delete ${name}?`, removePast: 'It has begun or is over: streaks that it protected may break.',
  },

  leave: {
    mine: 'Days off that you asked for', days: 'Days', reason: 'Reason', state: 'State', none: 'You have not asked for leave.', askFor: 'Ask for leave', send: 'Ask', sent: 'Your batch lead is asked.',
    withdraw: 'Withdraw', withdrawAsk: 'Withdraw this leave?', withdrawn: 'The leave is withdrawn.', decideSub: 'Approved days break no streak.', open: 'Open', nothingOpen: 'No leave here.',
    person: 'Student', asked: 'Asked', approve: 'Approve', refuse: 'Refuse', approved: 'The leave is approved.', refused: 'The leave is refused.', note: 'Note', noteHint: 'The student reads it.',
  },

  rules: {
    since: date => `Rules published for ${date} are in force.`, ofFile: 'The rules of the configuration file are in force.', rehearse: 'Rehearse', rehearseAbout: 'Tries changed rules on all ledgers without changing anything.',
    publish: 'Publish', publishAbout: 'The changes hold from a day on, tomorrow at the earliest. No student loses what they have reached.', publishAsk: date => `Publish these rules for ${date}?`,
    publishBody: 'Awards from that day on follow them, for every student.', published: date => `The rules hold from ${date}.`, versions: 'Published versions', noVersions: 'Nothing was published yet.',
    listHint: 'Separated by commas.', level_: level => `Level ${level}`, row: place => `No. ${n(place)}`, change: (before, after) => before === '–' ? after : `${before} → ${after}`,
    names: {
      xp: 'XP', types: 'Awards', kind: 'Kind', base: 'XP', action: 'meaningful action', presence: 'sign of life', award: 'by the rules', actionMilestones: 'Milestones at so many actions', tenureEveryDays: 'Tenure bonus every (days)', multipliers: 'Factors',
      streak: 'Streak', step: 'More for each day', cap: 'At most', quality: 'By score', none: 'Without a score', bands: 'Bands of the score', from: 'From a score of', factor: 'Factor', timing: 'By time', early: 'Early', onTime: 'On time', late: 'Late',
      freshness: 'First action of the day', antiFarm: 'When the same comes again within a day', clamp: 'All factors together', min: 'At least', max: 'At most', streaks: 'Streaks', graceDays: 'Missed days that are forgiven', weeklyOff: 'Weekly days off', freezes: 'Freezes',
      everyDays: 'One for each (active days)', most: 'At most', milestoneEvery: 'Milestone every (days)', badges: 'Badges', name: 'Name', about: 'What for', when: 'Takes', count: 'times', type: 'award', ofBatch: 'of the batch only', profile: 'profile is complete',
      longestStreak: 'longest streak', actions: 'Actions', level: 'Level', levels: 'Levels', true: 'yes', false: 'no',
    }, number: 'Version', from: 'From', why: 'Why', changes: 'Changes', by: 'By', at: 'Published', now: 'All rules in force', result: 'Result of the rehearsal', running: 'Rehearsing …', students: 'Students',
    higher: 'Would be higher', lower: 'Would be lower', levels: 'Students by level', today: 'Now', then: 'With the changes', changed: 'Changes', nobodyChanges: 'No level changes.', person: 'Student',
    level: 'Level', xp: 'XP', fromTo: (from, to) => `${n(from)} → ${n(to)}`,
  },

  xp: {
    find: 'Find a student', students: 'Students', nobody: 'No student is found.', student: 'Student', all: 'All students', ledger: 'XP awards, newest first', none: 'Nothing was awarded yet.', what: 'What', amount: 'XP', outcome: 'Result',
    outcomes: { plain: 'As it is', raised: 'Raised', reduced: 'Reduced', refused: 'Awarded before', taken_back: 'Taken back' }, why: 'Why', occurred: 'When', award: 'Award XP', awardAbout: 'The rules decide how much it is worth.',
    sourceHint: 'What it is given for, such as the name of the test. The same source is awarded once.', occurredHint: 'When the student did it, in Indian time (IST). Empty: now.', scoreHint: '0 to 100, for a test.',
    awarded: amount => `${signed(amount)} awarded.`, replayed: 'This was awarded before; nothing is changed.', reverse: 'Take back', reverseIt: (what, source) => `Take back: ${what}, ${source}`,
    reverseAsk: (what, amount) => `Take back ${n(amount)} XP for “${what}”?`, reverseBody: 'This cannot be undone: the same award is not given twice.', reverseAbout: 'The award stays in the history, and an entry takes it back. Levels and badges that it led to are kept.',
    reason: 'Reason', reasonHint: 'The student reads it.', reversed: amount => `${n(Math.abs(amount))} XP are taken back.`, reversedBefore: 'This award was taken back before.',
  },

  students: {
    xp: 'XP awards', courses: 'Courses', vanished: 'no longer enrolled', performance: 'Performance', made: 'The account is made.', promote: 'Make an account', promoteAbout: 'The learner can then sign in here and see XP, badges and courses.',
    passwordHint: 'Must be changed at the first sign-in. Without one, the default of the installation.', promoted: name => `${name} has an account.`, rebuild: 'Rebuild the list', rebuildAsk: 'Rebuild the list of students?',
    rebuildBody: 'Needed only after the database was changed by hand. Reading goes on meanwhile.', rebuilding: 'The list is being rebuilt.', progressOf: name => `Progress: ${name}`,
    ofCourses: (done, all) => `${n(done)} of ${n(all)}`, hasAccount: 'Account', noAccount: 'No account',
  },

  warnings: {
    sub: 'Your students at risk or with three or more active warnings', student: 'Student', active: 'Active warnings', since: 'Escalated', count: count => n(count), belowThree: 'fewer than 3', nobody: 'None of your students is at risk or has warnings.',
    add: 'Warn the student', added: 'The student is warned.', performance: 'Performance', which: 'Which', activeOnly: 'Active', none: 'No warnings.', resolve: 'Resolve', resolveAsk: 'Resolve this warning?', resolveBody: 'It no longer counts. This cannot be undone.', resolved: 'The warning is resolved.', resolvedAt: 'resolved',
  },

  performance: {
    mine: 'Your score, and what it is made of', overall: 'Overall score', of100: 'of 100', unknown: 'not measured', asOf: 'As of', warnings: 'Warnings', noWarnings: 'You have no warnings.', what: 'Warning', severity: 'Severity',
    when: 'When', state: 'State', active: 'active', settled: 'settled', scores: 'Scores by hand', scoresAbout: 'Scores that no source gives. Leave a field empty to clear it.', trend: 'Overall score over time', ratings: 'Weekly ratings', average: 'Average',
    skills: 'Skills', noSkills: 'No skill is rated yet.', skill: 'Skill', rating: 'Rating, 0 to 5', rate: 'Rate', rated: name => `${name} is rated.`, skillHistory: 'Skill ratings over time', by: 'By',
    parts: { evalTestScore: 'Evaluation test', learnProgressScore: 'Learning progress', superMentorRating: 'Super mentor’s rating', communicationScore: 'Communication', attendanceScore: 'Attendance', mockInterviewScore: 'Mock interview' },
  },

  schedules: {
    newStudents: 'Search for new students', newStudentsAbout: 'Looks for new learners in all mirrored courses between syncs.', hours: count => `every ${many(count, 'hour', 'hours')}`,
    stopBody: 'The course is no longer mirrored. Learners, reports and logs stay.', none: 'No course is mirrored yet.', lastReminder: last => `${n(last.sent ?? 0)} sent, ${n(last.skipped ?? 0)} skipped`,
  },

  reminders: {
    noCourse: 'No course is mirrored yet.', course: 'Course', view: 'View', runs: 'Runs', logs: 'Messages', send: 'Preview and send', none: 'Nothing was sent yet.', when: 'When', result: 'Result', by: 'Sent', sent: 'Sent', held: 'Held back',
    skipped: 'Skipped', failed: 'Failed', phone: 'Phone', delivery: 'Delivery', detail: 'Detail', triggers: { manual_single: 'by hand, one', manual_bulk: 'by hand, all', scheduled: 'by schedule' },
  },

  runs: {
    kinds: {
      'mrlearn.sync': 'Sync of a course', 'moodle.sync': 'Sync of Moodle', 'reminder.run': 'Reminders', 'student.roll_up': 'List of students', 'dailycards.make': 'Cards of the day', 'standing.warnings': 'Warnings of absence',
      'gamification.rebuild': 'Progress from the ledger', 'gamification.rehearsal': 'Rehearsal of rules', 'gamification.badges': 'Badges', 'education.enrolments.import.check': 'Check of a sheet', 'education.enrolments.import': 'Import of a sheet',
    }, none: 'No runs yet.', cancel: 'Cancel the run', itself: 'the server itself',
    phases: { listing: 'read the list of learners', phones: 'look for phone numbers', reports: 'read reports', phones_again: 'look for more phone numbers', awards: 'award XP', probe: 'ask what the account may do', categories: 'read categories', courses: 'read courses', enrolments: 'read who is enrolled', exams: 'read exams', students: 'read students', submissions: 'read submissions', analysis: 'read questions', student_ties: 'find accounts of students', ties: 'find accounts', scores: 'tell scores', progress: 'read progress', scope: 'place people', roles: 'find roles', take: 'update the list', send: 'send messages' },
    cancelAsk: title => `Cancel this run: ${title}?`, cancelBody: 'It ends at its next step. What it has written or sent stays.', cancelled: 'The run ends at its next step.', progress: 'Progress',
    progressOf: title => `Progress: ${title}`, counts: 'Counts', balanced: 'Read = written + skipped + failed.', job: 'Open the job',
    countNames: { read: 'Read', written: 'Written', skipped: 'Skipped', failed: 'Failed', taken: 'Updated', noted: 'Changed', inserted: 'New', updated: 'Changed', deactivated: 'Gone', added: 'New', changed: 'Changed', reports: 'Reports read', reportsFailed: 'Reports not read',
      seen: 'Seen', students: 'Students', escalated: 'Escalated', erased: 'Erased' },
  },

  studentPages: { profile: 'Profile', timeline: 'Timeline' },
  nextCall: { title: 'Next call', join: 'Join', withWhom: name => `With ${name || 'a closed account'}` },

  imports: {
    upload: 'Upload a sheet', uploadAbout: 'Nothing is written before you confirm.', all: 'All imports', none: 'No sheet was uploaded yet.', noKind: 'There is nothing that you may import.', what: 'What is in it', batch: 'Batch',
    kinds: { enrolments: 'People of a batch', answers: 'Answers to a questionnaire', 'eval-tests': 'Scores of evaluation tests' }, version: 'Questionnaire', perQuestion: 'One column for each question: its id, its text, or Q1, Q2 and so on', file: 'File', fileHint: 'CSV or Excel (.xlsx). The first row with known headers names the columns.', check: 'Upload and check', columns: 'Columns',
    columnsAbout: 'The order does not matter, and other columns are ignored.', required: '(required)', template: 'Download an empty sheet',
    states: { uploading: 'Uploading', checking: 'Checking', checked: 'Ready to import', importing: 'Importing', completed: 'Imported', failed: 'Failed', cancelled: 'Cancelled' },
    says: (one, good) => ({ checked: good > 0 ? 'This is what the import would do. Nothing is written yet.' : 'No row of this sheet can be imported or would change anything.',
      completed: 'The rows below are imported.', cancelled: 'Rows that were imported before stay.' })[one.state] || '',
    whole: 'Import all rows or none', takenBack: 'Nothing of this file was kept: what had been written is removed again.', confirm: count => `Import ${many(count, 'row', 'rows')}`, cancel: 'Cancel', cancelAsk: 'Cancel this import?', cancelBody: 'Rows that are imported already stay.', cancelled: 'The import is cancelled.',
    rows: 'Rows', added: 'New', changed: 'Changed', same: 'Unchanged', refused: 'Refused', understood: 'How the file was read', format: 'Format', headerRow: 'Header row', ignored: 'Ignored columns',
    formats: found => found.format === 'xlsx' ? `Excel, sheet “${found.sheet}”` : `CSV, ${found.encoding}, separated by “${found.delimiter === '\t' ? 'tab' : found.delimiter}”`,
    columnNames: { email: 'E-mail', name: 'Name', phone: 'Phone', rollNumber: 'Roll number', test: 'Test', score: 'Score', total: 'Out of', takenOn: 'Taken on', externalId: 'Id', username: 'Respondent', facultyUsername: 'Teacher', courseShortname: 'Course', period: 'Period', comment: 'Comment' },
    column(key, found) { return this.columnNames[key] || found?.columns.find(each => each.column === key)?.header || key; },
    refusedTitle: 'Refused rows', refusedFile: 'Download the refused rows', refusedAbout: 'Correct them in the downloaded file and upload it again.', row: 'Row', reason: 'Why',
  },

  accounts: {
    tabs: { '': 'Learners', log: 'Decisions', wrong: 'Wrong ties', prefixes: 'Prefixes' }, candidates: 'It may be one of these', why: { verified: 'same address, verified', not_verified: 'same address, not verified', alike: 'similar address' },
    link: 'Link', linked: 'The learner has this account now.', another: 'Link an account', noneOpen: 'No such learners.', apart: 'Keep apart', apartAsk: name => `Keep ${name} without an account?`,
    apartBody: 'XP and phone numbers that an account got for this learner are taken back.', isApart: 'The learner is kept without an account.', forget: 'Forget the decision', forgetAsk: 'Forget this decision?',
    forgetBody: 'The e-mail address decides again.', forgotten: 'The e-mail address decides again.', noLog: 'Nothing was decided yet.', itself: 'the server itself', noWrong: 'No wrong ties were found.',
    noPrefix: 'No prefix is known.', prefixOn: 'Use this prefix', prefixOnAsk: (prefix, count) => `Take “${prefix}-” off the addresses of ${count} people?`,
    prefixOnBody: prefix => `${prefix}-asha@x becomes asha@x. Learners whose account is known by that are linked to it.`, prefixIsOn: 'The prefix is taken off from now on.',
    prefixOff: 'Stop using it', prefixOffAsk: prefix => `Keep “${prefix}-” in the addresses?`, prefixOffBody: 'Learners who have an account only by this prefix lose it.', prefixIsOff: 'The prefix stays in the addresses from now on.',
  },

  deliveries: {
    none: 'Nothing was sent yet.', optOut: 'WhatsApp opt-outs', optOutAbout: 'Who has opted out gets no WhatsApp messages from any school on this server.', phone: 'Phone number', phoneHint: 'With the country code, such as +91 98200 11111.',
    look: 'Look up', out: (phone, why) => `${phone} has opted out${why ? `: ${why}` : ''}.`, in: phone => `${phone} may get WhatsApp messages.`, stop: 'Opt this number out', letIn: 'Opt this number in again',
    isOut: phone => `${phone} gets no further WhatsApp messages.`, isIn: phone => `${phone} may get WhatsApp messages again.`,
    sources: { inbound: 'the person wrote STOP', admin: 'an administrator did it', preference: 'chosen in WhatsApp', refused: 'WhatsApp reported it' },
  },
  tenants: {
    add: 'Add a tenant', slugHint: 'Short name in small letters, such as north-campus. It cannot change later.', originsHint: 'Addresses of its front ends, one a line, such as https://learn.example',
    offHint: 'First parts of the addresses, one a line, such as meeting', logoHint: 'Address of the logo, such as https://learn.example/logo.svg', accentHint: 'Colour of the buttons, such as #0b6670',
  },

  settings: {
    none: 'No setting can be changed while the servers run.', on: 'On', off: 'Off', history: 'History', noHistory: 'It was never changed.', when: 'When', value: 'Value', by: 'By', itself: 'the server itself',
    reasonHint: 'Kept in the history.',
  },
};
