"""Media player: the coach, which any dashboard, phone, watch or voice can steer."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any, override

from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.browse_media import BrowseMedia
from homeassistant.components.media_player.const import (
    MediaClass,
    MediaPlayerEntityFeature,
    MediaPlayerState,
    MediaType,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .catalogue.texts import Texts
from .const import Key
from .controller import BackCareConfigEntry, SessionController
from .cues.phrases import fill, sentence
from .engine.errors import NotASpeaker
from .engine.models import Phase, PhaseKind, SessionSnapshot, SessionStatus
from .entity import BackCareEntity
from .errors import translated_errors
from .library import NamedRoutine, numbered
from .profile import Profile
from .request import StartRequest
from .view import coming

PARALLEL_UPDATES = 0

_STATES = {
    SessionStatus.IDLE: MediaPlayerState.IDLE,
    SessionStatus.ACTIVE: MediaPlayerState.PLAYING,
    SessionStatus.PAUSED: MediaPlayerState.PAUSED,
}

_JITTER = timedelta(seconds=0.5)
"""What the end of a phase may seem to move while it does not."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BackCareConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the coach of one person."""
    async_add_entities([BackCareCoach(entry.runtime_data)])


class BackCareCoach(BackCareEntity, MediaPlayerEntity):
    """Plays routines and shows the phase that runs; it makes no sound itself."""

    _attr_supported_features = (
        MediaPlayerEntityFeature.PLAY
        | MediaPlayerEntityFeature.PAUSE
        | MediaPlayerEntityFeature.STOP
        | MediaPlayerEntityFeature.NEXT_TRACK
        | MediaPlayerEntityFeature.PREVIOUS_TRACK
        | MediaPlayerEntityFeature.SELECT_SOURCE
        | MediaPlayerEntityFeature.BROWSE_MEDIA
        | MediaPlayerEntityFeature.PLAY_MEDIA
    )

    def __init__(self, controller: SessionController) -> None:
        """Show what the controller shows."""
        super().__init__(controller, Key.COACH)
        self._shown = controller.snapshot
        self._show()

    # What is shown

    @callback
    @override
    def _async_on_update(self) -> None:
        """Show another place in the session.

        How far the phase is changes all the time, and each new value would be a row for
        the recorder.
        """
        if _is_elsewhere(self.controller.snapshot, self._shown):
            self._shown = self.controller.snapshot
        self._show()
        super()._async_on_update()

    def _show(self) -> None:
        """Show the session, in the person's language."""
        seen, sources = self._shown, _sources(self.controller.profile)
        self._attr_state = _STATES[seen.status]
        self._attr_source_list = list(sources)
        self._attr_source = next(
            (name for name, id_ in sources.items() if id_ == seen.routine_id), None
        )
        self._attr_media_content_id = seen.routine_id
        self._attr_media_album_name = self.controller.routine_name
        self._attr_media_content_type = self._attr_media_image_hash = None
        self._attr_media_title = self._attr_media_artist = None
        self._attr_media_duration = self._attr_media_position = None
        self._attr_media_position_updated_at = None
        if seen.phase:
            self._show_phase(seen, seen.phase)

    def _show_phase(self, seen: SessionSnapshot, phase: Phase) -> None:
        """Show the phase, and when it was so many whole seconds old."""
        profile = self.controller.profile
        texts = profile.texts[profile.settings.language]
        # Of this type dashboards show the artist under the title.
        self._attr_media_content_type = MediaType.MUSIC
        self._attr_media_title = texts.exercises[phase.exercise_id].name
        self._attr_media_artist = _artist(texts, phase, self._next_set)
        self._attr_media_image_hash = _picture(profile, phase)
        self._attr_media_duration = round(seen.phase_seconds)
        position = round(seen.phase_seconds - seen.remaining_seconds)
        self._attr_media_position = position
        if seen.phase_ends_at:
            self._attr_media_position_updated_at = seen.phase_ends_at - timedelta(
                seconds=seen.phase_seconds - position
            )

    @property
    def _next_set(self) -> Phase | None:
        """Return the set that comes after the phase that is shown."""
        if (running := self.controller.running) is None:
            return None
        later = running.engine.timeline.phases[self._shown.phase_number :]
        return next((phase for phase in later if phase.kind.is_work), None)

    @override
    async def async_get_media_image(self) -> tuple[bytes | None, str | None]:
        """Return the picture of the exercise."""
        return await self._async_drawn(self.media_image_hash)

    # What can be played

    @override
    async def async_browse_media(
        self, media_content_type: str | None = None, media_content_id: str | None = None
    ) -> BrowseMedia:
        """Return the open routines, or the one that is asked for.

        Raises ServiceValidationError for an unknown or locked one.
        """
        library = self.controller.profile.library
        with translated_errors():
            items = [library.find(media_content_id)] if media_content_id else library
            # In the loop it would take long enough to make a cue late.
            found = await self.hass.async_add_executor_job(
                lambda: [self._browsed(item) for item in items]
            )
        if media_content_id:
            return found[0]
        return BrowseMedia(
            media_class=MediaClass.DIRECTORY,
            media_content_id="",
            media_content_type=MediaType.PLAYLIST,
            title=self.controller.entry.title,
            can_play=False,
            can_expand=True,
            children=found,
        )

    def _browsed(self, item: NamedRoutine) -> BrowseMedia:
        """Return a routine with its length and the picture of its first exercise."""
        profile = self.controller.profile
        timeline = profile.library.timeline(item.routine, profile.level)
        name = item.names[profile.settings.language]
        return BrowseMedia(
            # Of this class the media browser shows the whole picture.
            media_class=MediaClass.APP,
            media_content_id=item.id,
            media_content_type=MediaType.PLAYLIST,
            # The length first: long titles are cut off.
            title=f"{_length(timeline.total_seconds)} · {name}",
            can_play=True,
            can_expand=False,
            thumbnail=self.get_browse_image_url(
                MediaType.PLAYLIST, item.id, _picture(profile, timeline.phases[0])
            ),
        )

    @override
    async def async_get_browse_image(
        self,
        media_content_type: str,
        media_content_id: str,
        media_image_id: str | None = None,
    ) -> tuple[bytes | None, str | None]:
        """Return the picture that goes with a routine."""
        return await self._async_drawn(media_image_id)

    async def _async_drawn(self, key: str | None) -> tuple[bytes | None, str | None]:
        """Return a picture and its type, if there is such a picture."""
        profile = self.controller.profile
        figures = profile.figures
        if key is None or key not in figures.keys:
            return None, None
        svg = await self.hass.async_add_executor_job(
            figures.draw, key, profile.settings.language
        )
        return svg.encode(), "image/svg+xml"

    # Commands: each may raise ServiceValidationError, and then nothing has changed

    @override
    async def async_play_media(
        self,
        media_type: str,
        media_id: str,
        announce: bool | None = None,
        **kwargs: Any,
    ) -> None:
        """Start a routine, by its id or name; there is no queue for it to wait in."""
        with translated_errors():
            if announce or "://" in media_id or media_id.startswith("/"):
                raise NotASpeaker(entity=self.entity_id)
            self.controller.async_start(StartRequest(routine=media_id))

    @override
    async def async_select_source(self, source: str) -> None:
        """Start a routine, and keep it as the selected one."""
        routine = _sources(self.controller.profile).get(source, source)
        with translated_errors():
            timeline = self.controller.async_start(StartRequest(routine=routine))
        self.controller.async_choose(Key.ROUTINE, timeline.routine_id)

    @override
    async def async_media_play(self) -> None:
        """Resume the session, or start the selected routine."""
        with translated_errors():
            match self.controller.snapshot.status:
                case SessionStatus.IDLE:
                    self.controller.async_start(StartRequest())
                case SessionStatus.PAUSED:
                    self.controller.async_resume()

    @override
    async def async_media_pause(self) -> None:
        """Pause the session, if it runs."""
        if self.controller.snapshot.status is SessionStatus.ACTIVE:
            self.controller.async_pause()

    @override
    async def async_media_stop(self) -> None:
        """Stop the session, if there is one."""
        if self.controller.snapshot.status is not SessionStatus.IDLE:
            self.controller.async_stop()

    @override
    async def async_media_next_track(self) -> None:
        """Go to the next phase."""
        with translated_errors():
            self.controller.async_skip()

    @override
    async def async_media_previous_track(self) -> None:
        """Go back a phase."""
        with translated_errors():
            self.controller.async_previous()


def _is_elsewhere(seen: SessionSnapshot, shown: SessionSnapshot) -> bool:
    """Return if a session is at another place, and not only some time later."""
    if (seen.status, seen.phase_number, seen.phase_seconds) != (
        shown.status,
        shown.phase_number,
        shown.phase_seconds,
    ):
        return True
    if seen.phase_ends_at and shown.phase_ends_at:
        return abs(seen.phase_ends_at - shown.phase_ends_at) > _JITTER
    return seen.remaining_seconds != shown.remaining_seconds


def _sources(profile: Profile) -> dict[str, str]:
    """Return the ids of the open routines by name; a name that is taken gets a number."""
    sources: dict[str, str] = {}
    for item in profile.library:
        name = item.names[profile.settings.language]
        sources[numbered(name, sources)] = item.id
    return sources


def _artist(texts: Texts, phase: Phase, work: Phase | None) -> str:
    """Return the set and its side; in a rest, the work that comes after it."""
    if phase.kind is PhaseKind.REST and work:
        return coming(texts, work)
    numbers = {"set": str(phase.set_number), "sets": str(phase.set_count)}
    found = fill(texts.answers["set_of"], numbers)
    if words := texts.words.sides.get(phase.side):
        found += ", " + fill(texts.answers["on_side"], asdict(words))
    return sentence("{set}", {"set": found})


def _picture(profile: Profile, phase: Phase) -> str:
    """Return the key of the picture of a phase."""
    figures = profile.figures
    return figures.key(phase.exercise_id, phase.variant_id, phase.side)


def _length(seconds: float) -> str:
    """Return a length of time as both languages write it."""
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{round(whole / 60)} min"
