"""The practice LMS: a small LTI 1.3 platform that plays a school's Moodle for the demo."""
