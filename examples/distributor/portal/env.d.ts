/// <reference types="@tessera/portal/env" />
