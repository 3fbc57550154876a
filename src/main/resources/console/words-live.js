// The part of the catalogue for meetings and terminals; words.js has the rest, and leads to it.
import { n, many } from './words-format.js';

export const live = {
  meeting: {
    title: 'Meeting', state: 'State', yours: 'Your meetings', nothing: 'No meetings booked.', to: 'to', open: 'Open',
    asMentor: name => name ? `You are the mentor of ${name}.` : 'You are the mentor.', withMentor: name => name ? `With ${name}.` : 'With your mentor.',
    cancel: 'Cancel meeting', cancelAsk: 'Cancel this meeting?', cancelBody: 'The other person is told by e-mail. You cannot undo this.', keep: 'Keep it', cancelled: 'The meeting is cancelled.', cancelLate: 'It is late to cancel: its tokens are spent.',
    week: 'Week from', noTimes: 'No free time in this week.', chooseAt: when => `Choose ${when}`,
    approve: 'Approve', decline: 'Decline', approved: 'The call is booked. Both of you get an e-mail.', declined: 'The request is declined. The student is told.', answerUntil: 'Please answer until', waitsUntil: 'The mentor decides until',
    move: 'Move', moved: 'The meeting is moved. Both of you get an e-mail.', movableUntil: 'You can move or cancel it at no cost until', cancelIsAsked: 'The student asks to cancel it.', agree: 'Agree to cancel',
    openSlots: 'Your open slots', noOpenSlots: 'You have no open slots.', book: 'Book a meeting', noSlots: 'No mentor has open slots at the moment.', about: 'Topic',
    aboutDefault: 'Mentor call', bookIt: 'Book', booked: 'The meeting is booked.', add: 'Add a slot', from: 'From', zone: 'Indian time (IST)', minutes: 'Minutes', addIt: 'Add slot',
    added: 'Students can book it now.', takeBack: 'Take back', takenBack: 'The slot is removed.', at: (what, when) => `${what}: ${when}`,
    micLevel: 'Microphone level', testSpeaker: 'Test the speaker',
    microphone: on => `Microphone: ${on ? 'on' : 'off'}`, camera: on => `Camera: ${on ? 'on' : 'off'}`, join: 'Join', yourCamera: 'Your camera',
    stranger: 'If you are not on the guest list, the host will be asked to admit you.', over: 'The meeting is over.', joinAgain: 'Join again', mine: 'My meetings',
    log: 'What happened', somebody: 'A person', past: 'Past meetings', noPast: 'No meeting is over yet.', see: 'Attendance and log', feedback: 'Feedback', states: { completed: 'completed', missed: 'missed', cancelled: 'cancelled', declined: 'declined', expired: 'not answered in time' },
    logged: (what, detail, who) => ({ joined: 'joined.', left: detail === 'lost' ? 'lost the connection.' : 'left.', asked: 'asked to be admitted.', admitted: `admitted ${detail || 'a person'}.`, refused: 'refused a person.', removed: 'removed a person.',
      'recording started': 'started a recording.', 'recording stopped': 'stopped the recording.', consented: 'agreed to be recorded.', 'did not consent': 'did not agree to be recorded.', 'ice servers': 'connected camera and microphone.',
      deputy: detail ? `made ${/^[0-9a-f]{8}-/.test(detail) ? 'a person' : detail} co-host.` : 'removed the co-host.', ended: who ? 'ended the meeting.' : 'The meeting ended.', cancelled: who ? 'cancelled the meeting.' : 'The meeting was cancelled.' })[what] ?? `${what}.`,
    recordings: 'Recordings', watch: 'Watch', watchIt: at => `Watch the recording of ${at}`, putTogether: 'The recording is being put together. Come back in a few minutes.',
    attendance: 'Who was there', was: (s, reconnects) => ` ${Math.floor(s / 60)} min ${s % 60} s${reconnects > 0 ? `, reconnected ${many(reconnects, 'time', 'times')}` : ''}`,
  },

  terminal: {
    shared: 'Shared terminal', recorded: 'Recorded terminal', share: 'Share a shell from your machine:', copy: 'Copy', copied: 'Copied.', name: 'Your name, as the host sees it',
    watch: 'Watch', download: 'Download as asciicast', session: 'Session', opened: 'Opened', state: 'State', recording: 'Recording', none: 'You have not shared a terminal yet.',
    open: 'open', over: why => `ended: ${why.replace('_', ' ')}`, play: s => `Play ${n(Math.round(s))} s`, remove: 'Delete', end: 'End',
    endAsk: 'End this session?', endBody: 'The host and all viewers are disconnected. Its recording stays.', keep: 'Keep it', ended: 'The session is over.',
    removeAsk: 'Delete this recording?', removeBody: 'This cannot be undone.', removed: 'The recording is deleted.',
  },

  /** Words of a running meeting. */
  call: {
    sessionEnded: 'Your session has ended. Please sign in again.', noAnswer: 'The server did not respond in time.',
    connecting: 'Connecting …', people: 'People', removeBody: 'They leave at once, and cannot come back until you let them in.', remove: 'Remove', letStay: 'Let them stay', mute: 'Mute',
    unmute: 'Unmute', stopVideo: 'Stop video', startVideo: 'Start video', shareScreen: 'Share screen', stopSharing: 'Stop sharing', raiseHand: 'Raise hand', lowerHand: 'Lower hand', chat: 'Chat',
    record: 'Record', devices: 'Devices', endForAll: 'End for all', leave: 'Leave', left: 'You have left the meeting.', controls: 'Controls',
    waitTitle: 'You are in the waiting room', waitBody: 'The host can let you in. Until then no one sees or hears you.', clockLeft: shown => `${shown} left`, clockOver: shown => `${shown} over time`, wantsToJoin: name => `${name} wants to join.`,
    wait: 'Please wait: the host has been asked to let you in.', already: 'You are in this meeting already', alreadyBody: 'In another window, or on another device.',
    continueHere: 'Continue here', stayThere: 'Stay there', elsewhere: 'You are in this meeting in another window.', connected: 'Connected.', endAsk: 'End the meeting for all?',
    keepGoing: 'Keep going', hostHere: 'The host is here.', continued: 'You continued this meeting in another window.', chatNew: 'Chat: new', notAdmitted: 'The host did not let you in.',
    youCoHost: 'You are a co-host now.', coHostChanged: 'The co-host has changed.', lost: 'The connection to the server is lost; trying again. What you see and hear continues.',
    handRaised: 'hand raised', mentor: 'mentor', coHost: 'co-host', endEarlyAsk: 'It has not begun. Close the room for now?',
    endEarlyBody: 'All people leave. The meeting stays open for its time, and they can come back.', endBody: 'All people leave the meeting and cannot come back.', removeAsk: name => `Remove ${name}?`,
    minutesLeft: minutes => minutes === 0 ? 'The planned time is over.' : `${many(minutes, 'minute', 'minutes')} left.`, you: name => `${name} (you)`, handRaisedMark: 'Hand raised',
    hasRaisedHand: 'has raised the hand', microphoneOff: 'Microphone off', microphoneOffShort: 'microphone off', camera: 'Camera', microphone: 'Microphone', speaker: 'Speaker', done: 'Done',
    qualityOf: (level, ms, lost) => `${level}: ${ms} ms, ${lost} % lost`, quality_none: 'connecting', quality_good: 'good connection', quality_fair: 'fair connection', quality_poor: 'poor connection', noDevice: name => `No ${name} was found`, messages: 'Messages',
    writeToAll: 'Write to all', messageToAll: 'Message to all', send: 'Send', waitingRoom: 'Waiting room', inMeeting: 'In the meeting', removeCoHost: 'Remove co-host', makeCoHost: 'Make co-host',
    admit: 'Admit', refuse: 'Refuse', stopRecording: 'Stop recording', recording: 'Recording', recordAsk: 'This meeting is to be recorded', agree: 'I agree', disagree: 'I do not agree',
    saveRecording: 'Save the recording', recordingKept: 'The recording is kept with this meeting.', recordingNotKept: 'The server could not keep all of the recording.', recordingBroke: 'The recording ended when this page was loaded again. Press Record to begin another one.', recordingStopped: 'Recording has stopped.', recordBody: name => `${name} wants to record picture and sound, and screens that are shared. If you do not agree, nothing is recorded.`,
    asksConsent: 'Asking for consent', agreed: names => `agreed: ${names.join(', ')}`, asked: names => `asked: ${names.join(', ')}`, notAgreed: name => `Recording has stopped: ${name} did not agree.`,
    needHttpsStill: 'Camera and microphone need a page on HTTPS. You can still see, hear and write.', needHttps: 'Camera and microphone need a page on HTTPS.',
    noScreen: 'This browser cannot share the screen.', kinds: { audio: 'microphone', video: 'camera' },
    notAllowed: name => `The browser was not allowed to use your ${name}. Allow it beside the address, then switch it on again.`, notFound: name => `No ${name} was found.`,
    notReadable: name => `Your ${name} does not respond; perhaps another program uses it.`, notStarted: (name, why) => `Your ${name} could not be started: ${why}`,
    hasStopped: name => `Your ${name} has stopped.`, device: number => `Device ${number}`, screenFailed: why => `The screen could not be shared: ${why}`, unnamed: 'A person',
  },

  /** Words of a shared terminal. */
  shell: {
    recordedTerminal: 'The recorded terminal', mark: (at, text) => `${n(at)} s: ${text}`, played: (now, length) => `${n(now)} of ${n(length)} s`, position: 'Position in seconds', speed: 'Speed', marks: 'Marks', start: 'Play', pause: 'Pause', connecting: 'Connecting …',
    sharedTerminal: 'The shared terminal', askKeyboard: 'Ask for the keyboard', giveBack: 'Give it back', hint: 'What you type goes to the host. Shift + Escape leaves the terminal.',
    watching: 'Watching', sayNo: 'Say no', takeBack: 'Take it back', youHave: 'You have the keyboard.', youAsked: 'You have asked for the keyboard', revoked: 'This link was revoked.',
    noSession: 'This link does not open a session.', full: 'The session has as many viewers as it can take; trying again …', lost: 'Connection lost; trying again …',
    hostAway: 'The host is away; it may come back.', connected: 'Connected.',
    lastWords: { closed: 'The session was closed.', host_left: 'The host has ended the session.', host_gone: 'The host did not come back.', expired: 'The session has expired.' },
    give: name => `Give ${name || 'them'} the keyboard`, handOver: name => `Hand it over to ${name || 'them'}`, unnamed: 'A viewer', hasKeyboard: 'has the keyboard',
    asksKeyboard: 'asks for the keyboard', mayType: 'may type', asks: name => `${name} asks for the keyboard.`, notRecorded: why => ` Recording has stopped: ${why}`,
    isRecorded: gaps => ` This session is recorded. ${gaps}`, you: ' (you)',
  },
};
