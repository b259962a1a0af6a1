"""The bytes of format 1, kind by kind. Once a record exists they never change; a new field gets a new format."""

GOLDEN: dict[str, str] = {
    "stop": ('{"by":"patient","kind":"stop","via":"left_hand","who":null}'),
    "ready": ('{"by":"patient","kind":"ready","who":null}'),
    "next": ('{"by":"therapist","kind":"next","who":"Dr Example"}'),
    "previous": ('{"by":"patient","kind":"previous","who":null}'),
    "hold": ('{"by":"therapist","kind":"hold","who":null}'),
    "release": ('{"by":"therapist","kind":"release","who":null}'),
    "calm": ('{"by":"patient","kind":"calm","who":null}'),
    "resume": ('{"by":"therapist","kind":"resume","who":null}'),
    "ask_suds": ('{"by":"therapist","kind":"ask_suds","who":null}'),
    "set_parameter": ('{"by":"therapist","kind":"set_parameter","name":"height_m","value":3.0,"who":null}'),
    "trigger_event": ('{"by":"therapist","kind":"trigger_event","name":"ball","who":null}'),
    "set_adaptation": ('{"adaptation":"act","by":"therapist","kind":"set_adaptation","who":null}'),
    "undo": ('{"by":"therapist","kind":"undo","who":null}'),
    "confirm_support": ('{"by":"therapist","kind":"confirm_support","who":null}'),
    "confirm_remote": ('{"by":"therapist","check":"voice","kind":"confirm_remote","who":null}'),
    "acknowledge_flag": ('{"by":"therapist","flag":"phq-9:9","kind":"acknowledge_flag","who":null}'),
    "add_note": ('{"by":"therapist","kind":"add_note","text":"Größer, 高い","who":null}'),
    "report_note": ('{"by":"therapist","kind":"report_note","text":"She looked over the rail.","who":null}'),
    "report_adverse_event": (
        '{"by":"patient","kind":"report_adverse_event","severity":"mild","text":"Dizzy.","who":null}'
    ),
    "end_visit": ('{"by":"host","kind":"end_visit","who":null}'),
    "answered": ('{"kind":"answered","question":12,"scale":"suds","value":40,"via":"head_pointing"}'),
    "instrument_answered": (
        '{"instrument":"phq-9","item":9,"kind":"instrument_answered","risk":true,"value":2}'
    ),
    "environment_loaded": ('{"environment":"tower","kind":"environment_loaded"}'),
    "shown": ('{"kind":"shown","output":4}'),
    "stage_failed": ('{"kind":"stage_failed","what":"OSError: gone"}'),
    "link_silent": ('{"kind":"link_silent","seconds":0.5}'),
    "link_heard": ('{"kind":"link_heard"}'),
    "room_known": ('{"kind":"room_known","room":{"depth_m":2.5,"width_m":2.0}}'),
    "heart_rate": ('{"bpm":71.5,"kind":"heart_rate"}'),
    "decision": (
        '{"engine":"rule","inputs":{"last":20},"kind":"decision","move":"up","question":9,"rul'
        'e":"low","sentence":"Low: {last}."}'
    ),
    "show_safe_room": ('{"kind":"show_safe_room","why":"stop"}'),
    "load_environment": ('{"environment":"tower","kind":"load_environment"}'),
    "show_environment": ('{"environment":"tower","kind":"show_environment"}'),
    "change_parameter": (
        '{"blink":false,"end":3.0,"end_tick":900,"kind":"change_parameter","name":"height_m","'
        'start":0.0,"start_tick":90}'
    ),
    "set_choice": ('{"kind":"set_choice","name":"side","option":"left"}'),
    "begin": ('{"behaviour":{"kind":"fall","to":[[0.1,2,0]]},"kind":"begin","node":"ball"}'),
    "play_sound": ('{"kind":"play_sound","sound":"bell"}'),
    "vibrate": ('{"hand":"left","kind":"vibrate","seconds":0.2,"strength":0.5}'),
    "say": ('{"inputs":{},"kind":"say","text":"Well done."}'),
    "ask": (
        '{"high_label":"most","highest":100,"inputs":{},"kind":"ask","low_label":"calm","promp'
        't":"How?","scale":"suds","stride":10}'
    ),
    "offer": ('{"inputs":{},"kind":"offer","label":"Yes","text":"Shall we?"}'),
    "dismiss": ('{"kind":"dismiss"}'),
    "ask_engine": (
        '{"entered_tick":90,"gate_inputs":{"needed":2,"ratings":1},"gate_open":false,"gate_sen'
        'tence":"{ratings} of {needed}","kind":"ask_engine","may_rise":true,"ratings":[{"scale'
        '":"suds","tick":800,"value":40}],"step":"step-1","step_number":1,"steps":6,"tick":900'
        "}"
    ),
    "close_stage": ('{"kind":"close_stage"}'),
    "phase_entered": ('{"kind":"phase_entered","left":"baseline","phase":"steps"}'),
    "calibrated": (
        '{"calibration":{"eye_height_m":1.2,"left_reach_m":0.5,"right_reach_m":null},"kind":"c'
        'alibrated","measured":true}'
    ),
    "step_entered": (
        '{"by":"patient","inputs":{"number":1},"kind":"step_entered","number":1,"rule":"start"'
        ',"sentence":"On {number}.","step":"step-1","warm_up":false}'
    ),
    "parameter_changed": (
        '{"by":"therapist","inputs":{},"kind":"parameter_changed","name":"height_m","new":3.0,'
        '"old":0.0,"output":7,"rule":"word","sentence":"On."}'
    ),
    "parameter_applied": ('{"kind":"parameter_applied","name":"height_m","output":7}'),
    "intensity_reached": ('{"intensity":1.25,"kind":"intensity_reached"}'),
    "rating_asked": ('{"kind":"rating_asked","question":3,"scale":"fms"}'),
    "rating_given": (
        '{"kind":"rating_given","question":3,"scale":"fms","step":null,"value":2,"via":"button"}'
    ),
    "rating_missed": ('{"in_a_row":2,"kind":"rating_missed","question":3,"scale":"pain"}'),
    "gate_opened": (
        '{"gate":"time","inputs":{"seconds":60},"kind":"gate_opened","sentence":"Open.","step":"step-1"}'
    ),
    "decision_taken": (
        '{"because":"Inside.","because_inputs":{},"carried_out":true,"engine":"e","inputs":{},"kind":"decision_tak'
        'en","move":"down","rule":"r","sentence":"Down."}'
    ),
    "rule_applied": (
        '{"binding":true,"kind":"rule_applied","verdict":{"inputs":{"none":null,"part":0.1,"su'
        'ds":80},"rule":"distress","sentence":"SUDS was {suds}."}}'
    ),
    "command_refused": (
        '{"by":"therapist","command":"next","kind":"command_refused","verdict":{"inputs":{"non'
        'e":null,"part":0.1,"suds":80},"rule":"distress","sentence":"SUDS was {suds}."}}'
    ),
    "held": ('{"by":"therapist","holding":true,"kind":"held"}'),
    "paused": (
        '{"by":"patient","kind":"paused","verdict":{"inputs":{"none":null,"part":0.1,"suds":80'
        '},"rule":"distress","sentence":"SUDS was {suds}."}}'
    ),
    "resumed": ('{"by":"patient","kind":"resumed"}'),
    "stopped": ('{"by":"patient","kind":"stopped","via":"button","who":null}'),
    "safe_room_entered": ('{"kind":"safe_room_entered","why":"stop"}'),
    "flag_raised": ('{"flag":"phq-9:9","inputs":{"item":9},"kind":"flag_raised","sentence":"{item}"}'),
    "flag_acknowledged": ('{"flag":"phq-9:9","kind":"flag_acknowledged","who":"Dr Example"}'),
    "event_triggered": ('{"by":"therapist","kind":"event_triggered","name":"ball"}'),
    "happened": ('{"inputs":{"speed_mps":2.5},"kind":"happened","name":"speed_ceiling"}'),
    "trial_ended": ('{"hit":true,"kind":"trial_ended","measures":{"error_m":0.012},"number":1}'),
    "measure_taken": ('{"kind":"measure_taken","name":"gaze_share","step":"step-1","unit":"1","value":0.4}'),
    "support_confirmed": ('{"by":"therapist","kind":"support_confirmed","who":"Dr Example"}'),
    "remote_confirmed": ('{"check":"location","kind":"remote_confirmed","who":"Dr Example"}'),
    "adaptation_set": ('{"adaptation":"act","by":"therapist","kind":"adaptation_set"}'),
    "note_taken": ('{"kind":"note_taken","text":"Calm.","who":null}'),
    "report_note_taken": (
        '{"kind":"report_note_taken","text":"She looked over the rail.","who":"Dr Example"}'
    ),
    "adverse_event_reported": (
        '{"by":"patient","kind":"adverse_event_reported","severity":"mild","text":"Dizzy.","who":null}'
    ),
    "fault_recorded": ('{"kind":"fault_recorded","what":"ValueError: no"}'),
    "visit_ended": (
        '{"completed":true,"ending":"completed","kind":"visit_ended","minutes":24.0007,"verdict":null}'
    ),
}
