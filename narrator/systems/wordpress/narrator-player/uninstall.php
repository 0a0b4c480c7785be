<?php
/**
 * Takes away all that the plug-in kept.
 *
 * @package Narrator_Player
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

delete_option( 'narrator_player' );
wp_unschedule_hook( 'narrator_player_send' );
