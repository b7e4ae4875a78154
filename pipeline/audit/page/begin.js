"use strict";
// All is defined: the page comes up.

Audit.begin();
